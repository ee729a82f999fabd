import { compare, evaluateGuard } from "../graph/evaluate-guard.ts";
import { type Comparison, operators } from "../graph/guard.ts";
import type { Measure, SessionNode } from "../graph/session-condition.ts";

/*
 * What can be said of a condition on a session without a session. A predicate, a text and a guard may answer either
 * way; guards are analysed elsewhere.
 */

/** Whether nothing that can be counted is within these bounds, all of them taken together. */
export function isImpossible(measure: Measure, bounds: readonly Comparison[]): boolean {
  const least = Math.max(first(measure), ...bounds.flatMap(({ atLeast = -Infinity }) => atLeast));
  const most = Math.min(...bounds.flatMap(({ atMost = Infinity }) => atMost));
  const above = Math.max(...bounds.flatMap(({ moreThan = -Infinity }) => moreThan));
  const below = Math.min(...bounds.flatMap(({ lessThan = Infinity }) => lessThan));
  if (measure === "cost") return !(least <= most && least < below && above < most && above < below);
  return !(Math.max(Math.ceil(least), Math.floor(above) + 1) <= Math.min(Math.floor(most), Math.ceil(below) - 1));
}

/** Whether a condition holds for no session, whatever is said in it. */
export function neverHolds(node: SessionNode): boolean {
  switch (node.kind) {
    case "all":
      return node.parts.some(neverHolds) || areContradictory(conjuncts(node));
    case "any":
      return node.parts.every(neverHolds);
    case "not":
      return alwaysHolds(node.part);
    case "measure":
      return isImpossible(node.measure, [node.bounds]);
    case "agent":
      return node.agents.length === 0;
    case "tool":
      return node.tools.length === 0;
    default:
      return false;
  }
}

/** All that must hold for a condition to hold, taken out of the conjunctions that it stands in. */
export function conjuncts(node: SessionNode): readonly SessionNode[] {
  return node.kind === "all" ? node.parts.flatMap(conjuncts) : [node];
}

function alwaysHolds(node: SessionNode): boolean {
  switch (node.kind) {
    case "all":
      return node.parts.every(alwaysHolds);
    case "any":
      return node.parts.some(alwaysHolds);
    case "not":
      return neverHolds(node.part);
    case "measure":
      return holdsAlways(node.measure, node.bounds);
    default:
      return false;
  }
}

function holdsAlways(measure: Measure, bounds: Comparison): boolean {
  const isBoundless = (bounds.atMost ?? bounds.lessThan) === undefined;
  return isBoundless && isWithin(first(measure), bounds);
}

/** Whether two of these exclude one another: bounds of one measure, or agents that have the conversation. */
function areContradictory(parts: readonly SessionNode[]): boolean {
  const measured = Map.groupBy(
    parts.filter((part) => part.kind === "measure"),
    ({ measure }) => measure,
  );
  for (const [measure, nodes] of measured) {
    if (
      isImpossible(
        measure,
        nodes.map(({ bounds }) => bounds),
      )
    )
      return true;
  }
  const [agents, ...others] = parts.flatMap((part) => (part.kind === "agent" ? [part.agents] : []));
  return agents !== undefined && !agents.some((agent) => others.every((names) => names.includes(agent)));
}

/** What a session looks like when it is first asked: the user has said something, and nobody has answered. */
export interface FirstMoment {
  /** Who has the conversation; `null` when that depends. */
  readonly agent: string | null;
  /** What is none is another finding. */
  readonly isAgent: (name: string) => boolean;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Whether what a guard says of the initial values is known, and worth saying. */
  readonly isTelling: (guard: Extract<SessionNode, { kind: "variables" }>["guard"]) => boolean;
}

/** Whether a condition holds when it is first asked. */
export function holdsAtFirst(node: SessionNode, moment: FirstMoment): boolean | "unknown" {
  switch (node.kind) {
    case "all":
      return all(node.parts.map((part) => holdsAtFirst(part, moment)));
    case "any":
      return negated(all(node.parts.map((part) => negated(holdsAtFirst(part, moment)))));
    case "not":
      return negated(holdsAtFirst(node.part, moment));
    case "variables":
      return moment.isTelling(node.guard) ? evaluateGuard(node.guard.node, moment.variables).holds : "unknown";
    case "measure":
      return isWithin(first(node.measure), node.bounds);
    case "text":
      if (node.by === "agent") return false;
      return (node.includes ?? "") === "" && node.matches === undefined ? true : "unknown";
    case "agent":
      if (moment.agent === null || !node.agents.every(moment.isAgent)) return "unknown";
      return node.agents.includes(moment.agent);
    case "tool":
      return false;
    case "predicate":
      return "unknown";
  }
}

function all(answers: readonly (boolean | "unknown")[]): boolean | "unknown" {
  if (answers.includes(false)) return false;
  return answers.includes("unknown") ? "unknown" : true;
}

function negated(answer: boolean | "unknown"): boolean | "unknown" {
  return answer === "unknown" ? answer : !answer;
}

/** The least that a session is asked with: one message, and nothing else. */
function first(measure: Measure): number {
  return measure === "messages" ? 1 : 0;
}

function isWithin(value: number, bounds: Comparison): boolean {
  return operators.every((operator) => {
    const bound = bounds[operator];
    return bound === undefined || compare(value, operator, bound);
  });
}
