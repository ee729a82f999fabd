import type { Trace } from "../../check/trace.ts";
import type { Flow } from "../../inspect/wire.ts";
import type { SessionRecord } from "../record/session-record.ts";
import type { PageState } from "./page-state.ts";

/** A conversation that the checker has found, shown in the place of the session that is followed. */
export interface Example {
  /** The property that it is about. */
  readonly name: string;
  readonly trace: Trace;
  /** The position at which each step of the trace has happened, in their order. */
  readonly positions: readonly number[];
  /** What was shown before, and goes on meanwhile. */
  readonly kept: Pick<PageState, "record" | "position">;
}

/** Shows an example from its first step. Nothing can be said or decided in it: nobody would hear it. */
export function showExample(
  state: PageState,
  { record, ...example }: Omit<Example, "kept"> & { readonly record: SessionRecord },
): PageState {
  const kept = state.example?.kept ?? { record: state.record, position: state.position };
  const position = example.positions[0] ?? null;
  return { ...withoutExample(state), example: { ...example, kept }, record, position };
}

/** Goes back to the session that was followed before. */
export function closeExample(state: PageState): PageState {
  if (state.example === null) return state;
  const { kept } = state.example;
  return { ...withoutExample(state), ...kept };
}

/** What can be done from the page now: in an example nothing can, as there is no session behind it. */
export function canControl({
  flow,
  example,
}: {
  readonly flow: Flow | null;
  readonly example: Example | null;
}): boolean {
  return flow?.canControl === true && example === null;
}

function withoutExample(state: PageState): PageState {
  return { ...state, example: null, streaming: null, question: null, playing: null, find: null, story: null };
}
