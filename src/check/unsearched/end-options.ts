import { agentsOf, type Destination, type End, type Graph, type Guardrail } from "../../graph/graph.ts";
import { guardLabel } from "../../graph/guard-label.ts";
import { questionsOf, type SessionNode } from "../../graph/session-condition.ts";
import { sessionLabel } from "../../graph/session-label.ts";
import { canonicalJson, toJson } from "../../json.ts";
import { type Option, option } from "./option.ts";

/*
 * An end on the session may hold or not at any time. So that it holds later, earlier or never makes no difference to a
 * search, and whatever else ends with the same outcome hides behind it.
 */

/** The ends of a graph, by outcome; and their order. */
export function endOptions(old: Graph): readonly Option<Graph>[] {
  const outcomes = new Set(old.ends.filter(isOpen).map(({ outcome }) => outcome));
  return [
    ...[...outcomes].map((outcome) =>
      option<Graph>(
        () => `the end "${outcome}"`,
        (now, before) => isOther(endsWith(now, outcome), endsWith(before, outcome)),
        (graph) =>
          endsWith(graph, outcome)
            .map((end) => `met ${endLabel(end)}`)
            .join(" or ") || "gone",
      ),
    ),
    ...[...outcomes].map((outcome) =>
      option<Graph>(
        () => `what else ends as "${outcome}"`,
        (now, before) => waysTo(now, outcome).some((way) => !waysTo(before, outcome).includes(way)),
        (graph) => waysTo(graph, outcome).join(" or ") || "nothing",
      ),
    ),
    option(
      () => "the order of the ends",
      isReordered,
      ({ ends }) => ends.map((end) => `${end.outcome} ${endLabel(end)}`).join(", "),
    ),
  ];
}

function endsWith({ ends }: Graph, outcome: string): readonly End[] {
  return ends.filter((end) => end.outcome === outcome);
}

function endLabel({ guard, session }: End): string {
  const conditions = [
    ...(guard === null ? [] : [guardLabel(guard.node)]),
    ...(session === null ? [] : [sessionLabel(session)]),
  ];
  return conditions.length === 0 ? "always" : `when ${conditions.join(" and ")}`;
}

/** What ends with an outcome besides the ends of the graph. */
function waysTo(graph: Graph, outcome: string): readonly string[] {
  const byAgent = agentsOf(graph).flatMap(({ name, canEnd, routes, afterReply }) => [
    ...(canEnd?.outcome === outcome ? [`${name} by its model${whenLabel(canEnd.guard)}`] : []),
    ...[...routes, ...afterReply].flatMap(({ destination, guard }) =>
      isEndAs(destination, outcome) ? [`${name} by a rule${whenLabel(guard)}`] : [],
    ),
  ]);
  const byGuardrail = graph.guardrails.filter(({ onTrip }) => isEndAs(onTrip, outcome));
  return [...byAgent, ...byGuardrail.map(({ name }) => `the guardrail ${name}`)];
}

function isEndAs(way: Destination | Guardrail["onTrip"], outcome: string): boolean {
  return way.kind === "end" && way.outcome === outcome;
}

function whenLabel(guard: End["guard"]): string {
  return guard === null ? "" : ` when ${guardLabel(guard.node)}`;
}

/** Of two ends that hold the first counts: of those that both graphs have, the order is the same, unless it is searched. */
function isReordered({ ends: now }: Graph, { ends: before }: Graph): boolean {
  if (!before.some(isOpen)) return false;
  const [texts, known] = [now.map(textOf), before.map(textOf)];
  return texts.filter((text) => known.includes(text)).join() !== known.filter((text) => texts.includes(text)).join();
}

function isOther(now: readonly End[], before: readonly End[]): boolean {
  return now.map(textOf).sort().join() !== before.map(textOf).sort().join();
}

function textOf(end: End): string {
  return canonicalJson(toJson(end));
}

/** Whether it holds or not whatever the variables and the agent are. */
function isOpen({ session }: End): boolean {
  return session !== null && questionsOf(session).some(isUncertain);
}

function isUncertain({ kind }: SessionNode): boolean {
  return kind !== "variables" && kind !== "agent";
}
