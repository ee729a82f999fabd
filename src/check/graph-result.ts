import type { LimitName } from "../machine/context.ts";
import type { MachineEvent } from "../machine/event.ts";
import type { Finding, Strategy, Verdict } from "./engine/result.ts";
import type { GraphProperty } from "./graph-property.ts";
import type { GraphStrategy } from "./strategy.ts";
import type { Trace } from "./trace.ts";

/** What was found about one property. */
export interface GraphResult {
  readonly name: string;
  readonly kind: GraphProperty["kind"];
  /** Whether every graph is asked this. */
  readonly isDefault: boolean;
  readonly verdict: Verdict;
  /** A shortest conversation that shows it: of a violation, and of what can be reached. */
  readonly trace: Trace | null;
  /**
   * Of a trace: whether the compiled machine goes the same way; `assumes` where it depends on what is not counted. A
   * violation is replayed at once; the way to what holds, when this is first read, unless something could come between.
   */
  readonly replayed: "real" | "assumes" | "spurious" | null;
  /** Of a violation: its conversation in a few characters, for {@link replayTrace} and `handoff replay`. */
  readonly replayId: string | null;
  /** Of a violation: what the compiled machine was driven by when it was replayed. */
  readonly events: readonly MachineEvent[];
  /** The handoffs without which the property holds. */
  readonly blame: readonly { readonly from: string; readonly to: string }[];
  /** Of `worst` the most there can be, of `canAlways` what the trap is. */
  readonly finding: Exclude<Finding, Strategy> | null;
  /** How the others keep a goal away that somebody shall be able to force. */
  readonly strategy: GraphStrategy | null;
  /** The budgets that were counted to answer it. */
  readonly counted: readonly LimitName[];
}

/** A result, and the budgets that would have to be counted for it to rest on less. */
export interface Judged {
  readonly result: GraphResult;
  readonly rests: readonly LimitName[];
  /** What a replay of its conversation comes to; one that is certain is `real` before anybody replays it. */
  readonly way: GraphResult["replayed"];
}
