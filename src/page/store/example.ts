import type { Trace } from "../../check/trace.ts";
import type { SessionRecord } from "../record/session-record.ts";

/** A conversation that the checker has found, shown in the place of the session that is followed. */
export interface Example {
  /** The property that it is about. */
  readonly name: string;
  readonly trace: Trace;
  /** The position at which each step of the trace has happened; `null`: the machine does not come to it. */
  readonly positions: readonly (number | null)[];
  /** What was shown before, and goes on meanwhile. */
  readonly kept: { readonly record: SessionRecord | null; readonly position: number | null };
}
