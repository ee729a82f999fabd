import type { Predicate } from "./expression.ts";
import type { Layout } from "./layout.ts";
import type { IndexedCommand } from "./location-index.ts";
import type { Update } from "./model.ts";
import { alwaysFits, holdsEverywhere } from "./program.ts";
import { predicateSource, termSource, type WordName } from "./source.ts";

/** How the words of the state that is expanded are named. */
export const wordName: WordName = (word) => `w${word}`;

/** Writes a command as a statement of generated code, which puts the successor of the state that is expanded. */
export type WriteCommand = (command: IndexedCommand) => string;

/** What an update does to its word. */
interface Write {
  readonly word: number;
  /** The bits that it leaves. */
  readonly keeps: number;
  /** The bits that it sets in every state. */
  readonly sets: number;
  /** The source of the bits that depend on the state; empty where none do. */
  readonly computed: string;
}

/** Makes the writer of a model's commands: a condition or an update that stands in many of them is written once. */
export function commandWriter(layout: Layout): WriteCommand {
  const words = Array.from({ length: layout.words }, (_, word) => word);
  const conditions = new Map<Predicate, string>();
  const writes = new Map<Update, Write>();
  const conditionOf = (guard: Predicate): string => {
    const known = conditions.get(guard);
    if (known !== undefined) return known;
    const source = holdsEverywhere(guard) ? "" : `if (${predicateSource(guard, layout, wordName)}) `;
    conditions.set(guard, source);
    return source;
  };
  const writeOf = (update: Update, command: number): Write => {
    const known = writes.get(update);
    if (known !== undefined) return known;
    if (!alwaysFits(update.value, update.field, layout)) return checkedWrite(update, command, layout);
    const write = plainWrite(update, layout);
    writes.set(update, write);
    return write;
  };
  /** A word of the successor: what is set in every state is one number. */
  const nextOf = ({ command, index }: IndexedCommand, word: number): string => {
    let [keeps, sets, computed] = [-1, 0, ""];
    for (const update of command.updates) {
      const write = writeOf(update, index);
      if (write.word !== word) continue;
      keeps &= write.keeps;
      sets |= write.sets;
      computed += write.computed;
    }
    const kept = keeps === -1 ? wordName(word) : `${wordName(word)} & ${keeps}`;
    return `${kept}${sets === 0 ? "" : ` | ${sets}`}${computed}`;
  };
  return (command) =>
    `${conditionOf(command.guard)}put(id, ${command.index}, ${words.map((word) => nextOf(command, word)).join(", ")});`;
}

function plainWrite({ field, value }: Update, layout: Layout): Write {
  const { word, shift, mask } = layout.slotOf(field);
  const keeps = ~(mask << shift);
  if (value.kind === "constant") return { word, keeps, sets: value.value << shift, computed: "" };
  return { word, keeps, sets: 0, computed: ` | ${termSource(value, layout, wordName)} << ${shift}` };
}

/** A new value that is looked at when it is known: whoever wrote the command may have been wrong. */
function checkedWrite({ field: name, value }: Update, command: number, layout: Layout): Write {
  const { word, shift, mask, field } = layout.slotOf(name);
  const source = `inside(${termSource(value, layout, wordName)}, ${field.size}, ${command}, ${JSON.stringify(name)})`;
  return { word, keeps: ~(mask << shift), sets: 0, computed: ` | ${source} << ${shift}` };
}
