import type { JsonObject } from "../json.ts";
import type { Abstraction } from "./abstract/derive-model.ts";
import { placeIn } from "./abstract/field-value.ts";
import type { Owner } from "./engine/model.ts";
import type { Strategy, StrategyMove } from "./engine/result.ts";

/** How a goal is kept away from those who want it, whatever they do. */
export interface GraphStrategy {
  /** Who wants it. */
  readonly against: readonly Owner[];
  /** What is done where, each once, in the order in which a conversation comes to it. */
  readonly moves: readonly Countermove[];
  /** Whether these are all: of a long strategy the beginning is told. */
  readonly isWhole: boolean;
}

/** What is done in a place to keep a goal away. */
export interface Countermove {
  /** Who does it. */
  readonly owner: Owner;
  /** The agent that has the conversation; `null` beside the agents. */
  readonly agent: string | null;
  readonly place: string;
  readonly what: string;
}

/**
 * Writes down how the others keep a goal away. What the machine does is no choice of anybody, but where something is
 * assumed; where only those could move who want it, there is nothing to be done.
 */
export function strategyOf(
  abstraction: Abstraction,
  { moves, whole }: Strategy,
  against: readonly Owner[],
): GraphStrategy {
  const told = new Map<string, Countermove>();
  for (const move of moves) {
    const countermove = countermoveOf(abstraction, move);
    if (countermove !== null) told.set(JSON.stringify(countermove), countermove);
  }
  return { against, moves: [...told.values()], isWhole: whole };
}

function countermoveOf(abstraction: Abstraction, { state, command }: StrategyMove): Countermove | null {
  if (command === null) return null;
  const { model, moves } = abstraction;
  const { owner = "machine", name = "" } = model.commands[command] ?? {};
  const [agent, place] = placeIn(abstraction, state);
  const { set = {}, assumes } = moves[command] ?? {};
  if (owner === "machine" && assumes === undefined) return null;
  const assumed = owner === "model" || assumes === undefined ? "" : `, assuming that ${assumes}`;
  return { owner, agent, place, what: `${name}${writtenText(set)}${assumed}` };
}

function writtenText(set: JsonObject): string {
  const written = Object.entries(set).map(([name, value]) => `${name} := ${JSON.stringify(value)}`);
  return written.length === 0 ? "" : ` with ${written.join(", ")}`;
}
