import type { CanEnd, Destination, End, Guardrail, Handoff } from "../graph/graph.ts";
import type { GuardNode } from "../graph/guard.ts";
import type { DrawnPlace } from "./drawn-place.ts";

/** One arrow of a drawing: the same in every format. */
export type DrawnEdge = DrawnLine & DrawnOrigin;

/** What every arrow has. */
export interface DrawnLine {
  readonly from: DrawnPlace;
  readonly to: DrawnPlace;
  /** `null`: nothing that is read off the variables stands in its way. */
  readonly guard: GuardNode | null;
  /** Its place among several of which the first that is open is taken, from 1; `null`: there is no other. */
  readonly rank: number | null;
  /** What else there is to know, each a few words: `needs approval`, `at most 2 times`. */
  readonly notes: readonly string[];
}

/**
 * What of the graph an arrow is drawn for. A model calls `handoff`, `delegation` and `endCall`; `return` leads from a
 * delegate back; `route` and `afterReply` are taken without a model; `guardrail` when one trips; `entry` by what the
 * user says; `limit` when a budget is spent; `end` when the session is over.
 */
export type DrawnOrigin =
  | { readonly kind: "handoff" | "delegation"; readonly handoff: Handoff }
  | { readonly kind: "return" | "entry" | "limit" }
  | { readonly kind: "route" | "afterReply"; readonly destination: Destination }
  | { readonly kind: "guardrail"; readonly guardrail: Guardrail }
  | { readonly kind: "endCall"; readonly canEnd: CanEnd }
  | { readonly kind: "end"; readonly end: End };
