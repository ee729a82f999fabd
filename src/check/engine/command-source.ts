import { conjunctsOf, type Predicate } from "./expression.ts";
import type { Layout } from "./layout.ts";
import type { IndexedCommand } from "./location-index.ts";
import type { Update } from "./model.ts";
import { alwaysFits, holdsEverywhere } from "./program.ts";
import { predicateSource, termSource, type WordName } from "./source.ts";

/** How the words of the state that is expanded are named. */
export const wordName: WordName = (word) => `w${word}`;

/** Writes a command as a statement of generated code, which puts the successor of the state that is expanded. */
export type WriteCommand = (command: IndexedCommand) => string;

/** What an update does to its word: the bits that it leaves, and the source of those that it sets. */
interface Write {
  readonly word: number;
  readonly keeps: number;
  readonly source: string;
}

/** Makes the writer of a model's commands: a condition or an update that stands in many of them is written once. */
export function commandWriter(layout: Layout): WriteCommand {
  const words = Array.from({ length: layout.words }, (_, word) => word);
  const conditions = new Map<Predicate, string>();
  const writes = new Map<Update, Write>();
  const conditionOf = (part: Predicate): string => {
    const source = conditions.get(part) ?? predicateSource(part, layout, wordName);
    conditions.set(part, source);
    return source;
  };
  const writeOf = (update: Update, command: number): Write => {
    const known = writes.get(update);
    if (known !== undefined) return known;
    const { field, value } = update;
    if (!alwaysFits(value, field, layout)) return writeChecked(update, command, layout);
    const write = writeOfSource(update, termSource(value, layout, wordName), layout);
    writes.set(update, write);
    return write;
  };
  return ({ command, index, guard }) => {
    const changes = command.updates.map((update) => writeOf(update, index));
    const next = words.map((word) => {
      const own = changes.filter((change) => change.word === word);
      if (own.length === 0) return wordName(word);
      const kept = own.reduce((bits, { keeps }) => bits & keeps, -1);
      return `w${word} & ${kept} | ${own.map(({ source }) => source).join(" | ")}`;
    });
    const put = `put(id, ${index}, ${next.join(", ")});`;
    return holdsEverywhere(guard) ? put : `if (${conjunctsOf(guard).map(conditionOf).join(" && ")}) ${put}`;
  };
}

/** A new value that is looked at when it is known: whoever wrote the command may have been wrong. */
function writeChecked(update: Update, command: number, layout: Layout): Write {
  const { field } = layout.slotOf(update.field);
  const value = termSource(update.value, layout, wordName);
  return writeOfSource(update, `inside(${value}, ${field.size}, ${command}, ${JSON.stringify(field.name)})`, layout);
}

/** A new value at its place in the word. */
function writeOfSource({ field, value }: Update, source: string, layout: Layout): Write {
  const { word, shift, mask } = layout.slotOf(field);
  const isPlain = value.kind === "constant" && source === String(value.value);
  return { word, keeps: ~(mask << shift), source: isPlain ? String(value.value << shift) : `(${source} << ${shift})` };
}
