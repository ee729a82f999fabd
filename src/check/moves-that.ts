import type { Abstraction } from "./abstract/derive-model.ts";
import type { Move } from "./abstract/move.ts";
import type { Event } from "./engine/property.ts";
import type { EventPattern } from "./pattern.ts";
import type { MoveTest } from "./select-moves.ts";

/** The transitions whose move passes a test; the pattern that it was made of tells where to look. */
export function movesThat({ moves }: Abstraction, selects: MoveTest, pattern?: EventPattern): Event {
  const commands: number[] = [];
  for (const [move, indexes] of candidates(moves, pattern)) if (selects(move)) commands.push(...indexes);
  return { kind: "event", commands: commands.sort((one, other) => one - other) };
}

/** Where each move stands: many commands are the same one. */
type Positions = ReadonlyMap<Move, readonly number[]>;

/** The moves among which an event is looked for: a large graph is asked about each of its edges. */
function candidates(moves: readonly Move[], pattern: EventPattern = { says: true }): Positions {
  const known = positionsByChange.get(moves) ?? byChange(moves);
  positionsByChange.set(moves, known);
  const change = "handoff" in pattern ? "handOff" : "refused" in pattern ? "refuseHandoff" : "any";
  return known.get(change) ?? new Map();
}

function byChange(moves: readonly Move[]): ReadonlyMap<string, Positions> {
  const positions = Map.groupBy(moves.keys(), (index) => moves[index]);
  const all = new Map<Move, readonly number[]>();
  const found = new Map<string, Map<Move, readonly number[]>>([["any", all]]);
  for (const [move, indexes] of positions) {
    if (move === undefined) continue;
    all.set(move, indexes);
    const alike = found.get(move.change) ?? new Map<Move, readonly number[]>();
    found.set(move.change, alike.set(move, indexes));
  }
  return found;
}

const positionsByChange = new WeakMap<readonly Move[], ReadonlyMap<string, Positions>>();
