import type { SessionRecord } from "../record/session-record.ts";
import type { Example } from "./example.ts";
import type { PageState } from "./page-state.ts";

/** Shows an example from its first step. */
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

/** Whether anything can be said or decided here: in an example it cannot, as nobody would hear it. */
export function canControl({ flow, example }: Pick<PageState, "flow" | "example">): boolean {
  return flow?.canControl === true && example === null;
}

function withoutExample(state: PageState): PageState {
  return { ...state, example: null, streaming: null, question: null, isPlaying: false, find: null };
}
