import type { Frame } from "../../inspect/frame.ts";
import type { StreamEvent } from "../../inspect/wire.ts";
import { createRecord } from "../record/session-record.ts";
import type { Example } from "./example.ts";
import type { PageState } from "./page-state.ts";
import { closeExample } from "./show-example.ts";

/** The position of the newest entry; `-1` while there is none. */
export function headOf({ record }: PageState): number {
  return (record?.length ?? 0) - 1;
}

/** The position that is shown; `-1` while there is none. */
export function positionOf(state: PageState): number {
  return Math.min(state.position ?? Number.POSITIVE_INFINITY, headOf(state));
}

/** Whether the session that is followed is none that the server knows. */
export function isUnknown({ session, sessions, flow, record, connection }: PageState): boolean {
  const isEmpty = record === null || record.length === 0;
  return (
    session !== null && flow !== null && connection === "live" && isEmpty && !sessions.some(({ id }) => id === session)
  );
}

/** Goes to a position; the head, and what lies behind it, is followed. */
export function goTo(state: PageState, position: number): PageState {
  const bounded = Math.max(0, position);
  return { ...state, position: bounded >= headOf(state) ? null : bounded };
}

/** Follows another session, from its head. */
export function follow(state: PageState, session: string | null): PageState {
  if (session === state.session && state.record !== null) return { ...closeExample(state), dialog: null };
  return {
    ...state,
    session,
    record: session === null ? null : createRecord(session),
    position: null,
    streaming: null,
    question: null,
    isPlaying: false,
    find: null,
    dialog: null,
    notice: null,
    example: null,
  };
}

/** Takes what the server says. */
export function heard(state: PageState, event: StreamEvent): PageState {
  if (event.type === "sessions") return { ...state, sessions: event.sessions };
  if (event.session !== state.session) return state;
  if (state.example !== null) return { ...state, example: heardMeanwhile(state.example, event) };
  switch (event.type) {
    case "reset":
      return { ...state, record: createRecord(event.session), streaming: null, question: null };
    case "frames": {
      const record = (state.record ?? createRecord(event.session)).append(event.frames);
      return { ...state, record, streaming: event.frames.some(endsTurn) ? null : state.streaming };
    }
    case "delta": {
      const { agent, turn, text } = event;
      const before = state.streaming?.turn === turn ? state.streaming.text : "";
      return { ...state, streaming: { agent, turn, text: before + text } };
    }
    case "asked":
      return { ...state, question: event.question };
  }
}

/** After these, what had arrived of a turn stands elsewhere, or is forgotten; others may come while a model speaks. */
const turnEnds: ReadonlySet<string> = new Set([
  "model.replied",
  "model.failed",
  "guardrail.tripped",
  "run.stopped",
  "session.cancelled",
]);

function endsTurn({ event }: Frame): boolean {
  return turnEnds.has(event);
}

/** What the session says while an example is shown in its place: its frames are kept for later. */
function heardMeanwhile(example: Example, event: Exclude<StreamEvent, { type: "sessions" }>): Example {
  const { record } = example.kept;
  if (event.type === "reset") return { ...example, kept: { record: createRecord(event.session), position: null } };
  if (event.type !== "frames") return example;
  return {
    ...example,
    kept: { ...example.kept, record: (record ?? createRecord(event.session)).append(event.frames) },
  };
}
