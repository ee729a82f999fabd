import { mermaidNames, mermaidText, mermaidTitle } from "../draw/mermaid-text.ts";
import type { Trace, TraceStep } from "./trace.ts";
import { type Arrow, arrowsOf, type Party, partyKey, shafts, user } from "./trace-arrows.ts";
import { wrapText } from "./wrap-text.ts";

/** What a diagram of a conversation shows beside it. */
export interface TraceDrawingOptions {
  /** Stands above it, for instance the verdict and the name of the property. Left out: nothing does. */
  readonly title?: string;
}

/**
 * Draws a conversation for Mermaid, as a sequence diagram: paste it into any Markdown that renders it.
 *
 * The user, people who decide, agents and tools take part in the order in which they appear; the machine is what
 * happens between them. An arrow has the number of its step. A dashed one with an open head only asks for something,
 * which the machine grants or refuses with a later step; one with a full head comes back from a tool or a person; a
 * cross is a refusal or a failure. Notes tell what somebody does alone, why something happens, and what has changed.
 * The steps that the property speaks of are coloured, and what repeats for ever stands in a loop.
 *
 * @example
 * ```ts
 * import { checkGraph, defineGraph, drawTrace, propertiesOf } from "handoff-machine";
 *
 * const graph = defineGraph({ id: "one", start: "clerk", agents: { clerk: { instructions: "Answer." } } });
 * const { never } = propertiesOf(graph);
 * const [result] = checkGraph(graph, [never("silence", { answers: true })], { defaults: false }).results;
 * const drawing = result?.trace ? drawTrace(result.trace) : "";
 * drawing.includes("user ->> agent_clerk: 1 says something"); // => true
 * ```
 */
export function drawTrace(trace: Trace, { title }: TraceDrawingOptions = {}): string {
  const { steps, loopStart } = trace;
  const arrows = steps.map(arrowsOf);
  const cast = castOf(arrows.flat());
  const lines = steps.map((step, index) => stepLines(step, { number: index + 1, arrows: arrows[index] ?? [], cast }));
  const end = loopStart ?? lines.length;
  return [
    ...(title === undefined ? [] : mermaidTitle(title)),
    "sequenceDiagram",
    ...indent([
      ...cast.parties.map((party) => partyLine(trace, party, cast)),
      ...(steps.length === 0 ? [`Note over ${cast.span}: it is so at the beginning`] : []),
      ...lines.slice(0, end).flat(),
      ...(end < lines.length ? ["loop and this repeats for ever", ...indent(lines.slice(end).flat()), "end"] : []),
    ]),
    "",
  ].join("\n");
}

/** Who takes part, under which names. */
interface Cast {
  readonly parties: readonly Party[];
  readonly nameOf: (party: Party) => string;
  /** From the first to the last: what a note on everything stands over. */
  readonly span: string;
}

function castOf(arrows: readonly Arrow[]): Cast {
  const found = new Map(arrows.flatMap(({ from, to }) => [from, to]).map((party) => [partyKey(party), party]));
  const parties = found.size === 0 ? [user] : [...found.values()];
  const names = new Map(
    (["person", "agent", "tool"] as const).flatMap((kind) => {
      const own = parties.filter((party) => party.kind === kind).map(({ name }) => name);
      return [...mermaidNames(kind, own)].map(([name, written]) => [partyKey({ kind, name }), written] as const);
    }),
  );
  const nameOf = (party: Party): string => names.get(partyKey(party)) ?? "";
  return { parties, nameOf, span: spanOf([parties[0], parties.at(-1)], nameOf) };
}

function partyLine({ people }: Trace, party: Party, { nameOf }: Cast): string {
  const { kind, name } = party;
  const isPerson = kind === "person" || (kind === "agent" && people.includes(name));
  return `${isPerson ? "actor" : "participant"} ${nameOf(party)} as ${label(kind === "tool" ? `⚙ ${name}` : name, widest.between)}`;
}

interface StepPlace {
  readonly number: number;
  readonly arrows: readonly Arrow[];
  readonly cast: Cast;
}

/** A step has its number on each of its arrows; what somebody does alone is a note, since a loop would hide its text. */
function stepLines(step: TraceStep, { number, arrows, cast }: StepPlace): readonly string[] {
  const { nameOf, span } = cast;
  const last = arrows.at(-1);
  const over = last === undefined ? span : spanOf([last.from, last.to], nameOf);
  const alone = arrows.length === 0 ? [step.what] : arrows.filter(isAlone).map(({ text }) => text);
  const lines = [
    ...arrows.filter((arrow) => !isAlone(arrow)).map((arrow) => arrowLine(arrow, number, nameOf)),
    ...noteLine(over, [...alone.map((text) => `${number} ${text}`), ...step.notes]),
  ];
  return step.isMarked ? [`rect ${highlight}`, ...indent(lines), "end"] : lines;
}

function isAlone({ from, to }: Arrow): boolean {
  return partyKey(from) === partyKey(to);
}

function arrowLine({ from, to, shaft, text }: Arrow, number: number, nameOf: Cast["nameOf"]): string {
  return `${nameOf(from)} ${shafts[shaft]} ${nameOf(to)}: ${label(`${number} ${text}`, widest.between)}`;
}

function noteLine(over: string, notes: readonly string[]): readonly string[] {
  if (notes.length === 0) return [];
  const width = over.includes(",") ? widest.between : widest.alone;
  return [`Note over ${over}: ${notes.map((note) => label(note, width)).join("<br/>")}`];
}

/** The longest line between two lifelines, and in a note on one, which does not grow with its text as it should. */
const widest = { between: 28, alone: 18 } as const;

/** Half seen through: the text stays readable on a light page and on a dark one. */
const highlight = "rgba(230, 60, 60, 0.2)";

function spanOf(parties: readonly (Party | undefined)[], nameOf: Cast["nameOf"]): string {
  const names = parties.flatMap((party) => (party === undefined ? [] : [nameOf(party)]));
  return [...new Set(names)].join(",");
}

/** A text on short lines; a variable and its value stay together. */
function label(text: string, width: number): string {
  const bound = text.replaceAll(/ (:?=) /g, "\u00a0$1\u00a0");
  return wrapText(bound, width).map(mermaidText).join("<br/>");
}

function indent(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}
