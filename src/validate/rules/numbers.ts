import type { Finding, Place } from "../diagnostic.ts";
import { formatPlace } from "../format-place.ts";
import type { GraphFacts } from "../graph-facts.ts";

/** Finds budgets, times and counts that mean nothing: zero, negative, broken or not numbers at all. */
export function* numberRules(facts: GraphFacts): Generator<Finding> {
  for (const { path, value, range } of numbersOf(facts)) {
    if (value === null || isIn(range, value)) continue;
    yield {
      code: "number-out-of-range",
      path,
      message: `${formatPlace(path)} is ${value}, but it must be ${wording[range]}.`,
      hint: path[0] === "limits" ? "Write null to lift a limit." : "Leave it out for the default.",
    };
  }
}

type Range = "count" | "countOrNone" | "duration" | "delay";

interface NumberPlace {
  readonly path: Place;
  readonly value: number | null;
  readonly range: Range;
}

const wording: Readonly<Record<Range, string>> = {
  count: "a whole number from 1 on",
  countOrNone: "a whole number from 0 on",
  duration: "a number of milliseconds above 0",
  delay: "a number of milliseconds from 0 on",
};

function isIn(range: Range, value: number): boolean {
  switch (range) {
    case "count":
      return Number.isInteger(value) && value >= 1;
    case "countOrNone":
      return Number.isInteger(value) && value >= 0;
    case "duration":
      return Number.isFinite(value) && value > 0;
    case "delay":
      return Number.isFinite(value) && value >= 0;
  }
}

function* numbersOf({ graph, handoffs }: GraphFacts): Generator<NumberPlace> {
  for (const [name, { timeout }] of Object.entries(graph.tools)) {
    yield { path: ["tools", name, "timeout"], value: timeout, range: "duration" };
  }
  for (const { from, to, maxTimes } of handoffs) {
    if (maxTimes !== null)
      yield { path: ["agents", from, "handoffs", to, "maxTimes"], value: maxTimes, range: "count" };
  }
  const { limits, retry, delegationDepth } = graph;
  yield { path: ["limits", "modelCalls"], value: limits.modelCalls, range: "count" };
  yield { path: ["limits", "handoffs"], value: limits.handoffs, range: "count" };
  yield { path: ["limits", "refusals"], value: limits.refusals, range: "count" };
  yield { path: ["retry", "attempts"], value: retry.attempts, range: "countOrNone" };
  yield { path: ["retry", "baseDelay"], value: retry.baseDelay, range: "delay" };
  yield { path: ["retry", "maxDelay"], value: retry.maxDelay, range: "delay" };
  yield { path: ["delegationDepth"], value: delegationDepth, range: "count" };
}
