import { headOf, positionOf } from "../store/changes.ts";
import type { PageState } from "../store/page-state.ts";

/** The position of the handoff before the one that is shown; the first where there is none. */
export function handoffBefore(state: PageState): number {
  const position = positionOf(state);
  return handoffs(state).findLast((one) => one < position) ?? 0;
}

/** The position of the handoff after the one that is shown; the head where there is none. */
export function handoffAfter(state: PageState): number {
  const position = positionOf(state);
  return handoffs(state).find((one) => one > position) ?? headOf(state);
}

function handoffs({ record }: PageState): readonly number[] {
  return (record?.marks ?? []).flatMap(({ kind, position }) =>
    kind === "handoff" || kind === "refusal" ? position : [],
  );
}
