import { openCallsOf } from "../check/abstract/state-of.ts";
import type { StatePattern, StatePlace } from "../check/pattern.ts";
import { evaluateGuard } from "../graph/evaluate-guard.ts";
import { parseGuard } from "../graph/parse-guard.ts";
import { stateName } from "../machine/state.ts";
import type { SessionSnapshot } from "../machine/step.ts";

/** Whether a session stands as a state pattern says: the reading of patterns for sessions that really happened. */
export function patternHolds(pattern: StatePattern, snapshot: SessionSnapshot): boolean {
  const { agent, place, variables, pending, outcome, all = [], any, not } = pattern;
  const { context } = snapshot;
  const state = stateName(snapshot.value);
  const [owner, inner] = typeof state === "string" ? [null, state] : [state.agent, state.inner];
  return (
    (agent === undefined || (owner !== null && listOf(agent).includes(owner))) &&
    (place === undefined || listOf<StatePlace>(place).includes(inner)) &&
    (variables === undefined || evaluateGuard(parseGuard(variables).node, context.variables).holds) &&
    (pending === undefined || openCallsOf(context).some(({ kind, name }) => kind === "tool" && name === pending)) &&
    (outcome === undefined || (owner === null && inner !== "opened" && context.outcome === outcome)) &&
    all.every((part) => patternHolds(part, snapshot)) &&
    (any === undefined || any.some((part) => patternHolds(part, snapshot))) &&
    (not === undefined || !patternHolds(not, snapshot))
  );
}

function listOf<Item extends string>(items: Item | readonly Item[]): readonly Item[] {
  return typeof items === "string" ? [items] : items;
}
