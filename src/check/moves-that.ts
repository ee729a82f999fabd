import type { Abstraction } from "./abstract/derive-model.ts";
import type { Move } from "./abstract/move.ts";
import type { Event } from "./engine/property.ts";
import type { EventPattern } from "./pattern.ts";
import type { MoveTest } from "./select-moves.ts";

/** The transitions whose move passes a test; the pattern that it was made of tells where to look. */
export function movesThat({ moves }: Abstraction, selects: MoveTest, pattern?: EventPattern): Event {
  const selected = candidates(moves, pattern).filter(({ move }) => selects(move));
  return { kind: "event", commands: selected.flatMap(({ commands }) => commands).sort((one, other) => one - other) };
}

/** A move, and the positions of the commands that are it: in a large model, many are the same one. */
interface Candidate {
  readonly move: Move;
  readonly commands: readonly number[];
}

/** The moves among which an event is looked for: a large graph is asked about each of its edges. */
function candidates(moves: readonly Move[], pattern: EventPattern = { says: true }): readonly Candidate[] {
  const known = candidatesByKind.get(moves) ?? byKind(moves);
  candidatesByKind.set(moves, known);
  return known.get(kindOf(pattern)) ?? [];
}

/** What all moves of an event have in common; `any` where that is not so. */
function kindOf(pattern: EventPattern): string {
  if ("handoff" in pattern) return "handOff";
  if ("runs" in pattern) return aboutTool(pattern.runs);
  return "refused" in pattern ? "refuseHandoff" : "any";
}

function aboutTool(name: string): string {
  return `about the tool ${name}`;
}

function byKind(moves: readonly Move[]): ReadonlyMap<string, readonly Candidate[]> {
  const positions = Map.groupBy(moves.keys(), (position) => moves[position]);
  const all = [...positions].flatMap(([move, commands]) => (move === undefined ? [] : [{ move, commands }]));
  const about = all.filter(({ move }) => move.call?.kind === "tool");
  return new Map<string, readonly Candidate[]>([
    ["any", all],
    ...Map.groupBy(all, ({ move }) => move.change),
    ...Map.groupBy(about, ({ move }) => aboutTool(move.call?.name ?? "")),
  ]);
}

const candidatesByKind = new WeakMap<readonly Move[], ReadonlyMap<string, readonly Candidate[]>>();
