import { durationLabel } from "../../graph/duration-label.ts";
import type { Graph, Limits } from "../../graph/graph.ts";
import type { LimitName } from "../../machine/context.ts";
import { type Option, option } from "./option.ts";

/* What the graph as a whole says that no search follows: the budgets, and what depends on them. */

/** How a graph was looked at. */
export interface Looked {
  readonly parallelCalls: number;
  readonly counted: readonly LimitName[];
}

/** The budgets of a graph; those that are counted are searched. */
export function graphOptions(graph: Graph, { parallelCalls, counted }: Looked): readonly Option<Graph>[] {
  const names = Object.keys(graph.limits) as (keyof Limits)[]; // the limits' own names
  return [
    ...names.filter((name) => !counted.includes(name)).map(limit),
    option<Graph>(
      () => "what a spent budget leads to",
      ({ onLimit: now, limits }, { onLimit: before }) =>
        now.kind === "fail" && before.kind !== "fail" && Object.values(limits).some((most) => most !== null),
      ({ onLimit }) => (onLimit.kind === "handoff" ? `a handoff to ${onLimit.to}` : onLimitLabels[onLimit.kind]),
    ),
    ...(parallelCalls > 1 ? [] : [severalHandoffs]),
  ];
}

/** After a failure, a run that is resumed has all budgets again, and nobody had to say anything. */
const onLimitLabels = { fail: "a failure that can be resumed", askUser: "the word for the user" } as const;

function limit(name: keyof Limits): Option<Graph> {
  return option(
    () => `the limit of ${name}`,
    (now, before) => isRaised(now.limits[name], before.limits[name]) || leadsAwaySooner(name, now, before),
    ({ limits: { [name]: most } }) => {
      if (most === null) return "lifted";
      return name === "time" ? durationLabel(most) : String(most);
    },
  );
}

function isRaised(now: number | null, before: number | null): boolean {
  return before !== null && (now === null || now > before);
}

/**
 * A lower limit that leads to an agent leads there sooner. Nothing is new about it where a model could spend another budget
 * unseen before, by calls that the machine refuses.
 */
function leadsAwaySooner(name: keyof Limits, now: Graph, before: Graph): boolean {
  const isLower = isRaised(before.limits[name], now.limits[name]) || isAdded(now.limits[name], before.limits[name]);
  return now.onLimit.kind === "handoff" && isLower && spentUnseen.every((other) => before.limits[other] === null);
}

function isAdded(now: number | null, before: number | null): boolean {
  return now !== null && before === null;
}

const spentUnseen = ["modelCalls", "refusals", "tokens", "cost", "time"] as const;

/** With one call in each reply, no reply of the search has several handoffs. */
const severalHandoffs: Option<Graph> = option(
  () => "what comes of several handoffs in one reply",
  (now, before) => now.severalHandoffs === "first" && before.severalHandoffs === "refuseAll",
  ({ severalHandoffs: policy }) => (policy === "first" ? "the first that is open" : "none"),
);
