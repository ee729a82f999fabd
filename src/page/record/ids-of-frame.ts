import type { Frame } from "../../inspect/frame.ts";
import type { StateName } from "../../machine/state.ts";

/** What the ids of refusals begin with. */
export const refusedPrefix = "refused:";

/** Under what the refusals of an edge are found. */
export function refusedId(edge: string): string {
  return `${refusedPrefix}${edge}`;
}

/** What of a picture a frame touches: the nodes that it enters, the edge and the row that it takes, the edge it refuses. */
export function idsOfFrame({ position, state, taken, isDropped }: Frame): readonly string[] {
  if (isDropped) return [];
  const [left, entered] = [taken?.from ?? null, agentIn(state)];
  return [
    ...(entered !== null && (left === null || agentIn(left) !== entered) ? [`agent:${entered}`] : []),
    ...(position === 0 || taken !== null ? [stateId(state)] : []),
    ...(taken?.edge == null ? [] : [taken.edge]),
    ...(taken?.row == null ? [] : [taken.row]),
    ...(taken?.refused == null ? [] : [refusedId(taken.refused)]),
  ];
}

/** The node of a state: `state:triage.deciding`, `state:opened`. */
export function stateId(state: StateName): string {
  return typeof state === "string" ? `state:${state}` : `state:${state.agent}.${state.inner}`;
}

/** The agent that a state belongs to, or `null`. */
export function agentIn(state: StateName): string | null {
  return typeof state === "string" ? null : state.agent;
}
