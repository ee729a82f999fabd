import type { GraphCheckOptions, GraphReport } from "../../check/check-graph.ts";
import type { JsonObject } from "../../json.ts";

/*
 * What the page and its check worker say to each other. The page says one thing, once, and ends the worker when it wants no
 * answer any more: a check is synchronous and hears nothing while it runs.
 */

/** What shall be checked, and how. */
export interface CheckOrder {
  /** As `graphToJson` writes it, with the properties. */
  readonly graph: JsonObject;
  readonly options: CheckChoices;
}

/** What can be chosen about a check. */
export type CheckChoices = Pick<
  GraphCheckOptions,
  "parallelCalls" | "interventions" | "counted" | "defaults" | "states" | "milliseconds" | "codegen"
>;

/** What the worker says. */
export type CheckNews =
  | { readonly type: "progress"; readonly progress: CheckProgress }
  | { readonly type: "done"; readonly report: GraphReport; readonly spent: CheckSpent }
  | { readonly type: "failed"; readonly problem: CheckProblem };

/** How far a search is. */
export interface CheckProgress {
  readonly states: number;
  /** How many of them have been looked at. */
  readonly expanded: number;
  readonly transitions: number;
  /** Since the check began. */
  readonly milliseconds: number;
  /** Which search it is, from 1: some properties are looked at again, with budgets counted. */
  readonly search: number;
}

/** What a check took. */
export interface CheckSpent {
  readonly milliseconds: number;
  /** `generated` where the page may generate code, which is faster; `closures` where its policy forbids it. */
  readonly engine: "generated" | "closures";
}

/** Why a check could not be made. */
export interface CheckProblem {
  readonly code: string;
  readonly message: string;
}
