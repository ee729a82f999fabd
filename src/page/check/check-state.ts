import type { GraphReport } from "../../check/check-graph.ts";
import type { Verdict } from "../../check/engine/result.ts";
import type { CheckChoices, CheckNews, CheckProblem, CheckProgress, CheckSpent } from "./check-message.ts";

/** All that the check panel knows. */
export interface CheckState {
  readonly choices: CheckChoices;
  readonly run: CheckRun;
  readonly filter: Verdict | "all";
  readonly search: string;
  /** The name of the property whose result is looked at. */
  readonly opened: string | null;
}

/** One check, from its beginning to its end. */
export type CheckRun =
  | { readonly kind: "idle" }
  | { readonly kind: "running"; readonly progress: CheckProgress | null }
  | { readonly kind: "cancelled"; readonly progress: CheckProgress | null }
  | { readonly kind: "done"; readonly report: GraphReport; readonly spent: CheckSpent }
  | { readonly kind: "failed"; readonly problem: CheckProblem };

/** Before anything was checked. */
export const initialCheck: CheckState = {
  choices: {},
  run: { kind: "idle" },
  filter: "all",
  search: "",
  opened: null,
};

/** Takes what the worker says. */
export function heardOfCheck(state: CheckState, news: CheckNews): CheckState {
  switch (news.type) {
    case "progress":
      return { ...state, run: { kind: "running", progress: news.progress } };
    case "done":
      return { ...state, run: { kind: "done", report: news.report, spent: news.spent } };
    case "failed":
      return { ...state, run: { kind: "failed", problem: news.problem } };
  }
}

/** Choices of which some may be taken back. */
export type ChangedChoices = { readonly [Name in keyof CheckChoices]?: CheckChoices[Name] | undefined };

/** Makes choices, or takes them back with `undefined`: then it is as usual. */
export function withChoices(state: CheckState, changed: ChangedChoices): CheckState {
  const choices = Object.entries({ ...state.choices, ...changed }).filter(([, value]) => value !== undefined);
  return { ...state, choices: Object.fromEntries(choices) };
}
