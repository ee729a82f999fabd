import type { End } from "../../graph/graph.ts";
import { analyzeGuard } from "../../graph/guard-analysis.ts";
import { guardLabel } from "../../graph/guard-label.ts";
import type { SessionNode } from "../../graph/session-condition.ts";
import { sessionLabel } from "../../graph/session-label.ts";
import type { Finding, Place } from "../diagnostic.ts";
import type { GraphFacts } from "../graph-facts.ts";
import { conjuncts, type FirstMoment, holdsAtFirst, isImpossible, neverHolds } from "../session-analysis.ts";
import { sessionPlaces } from "../session-places.ts";

/** Finds ends that can never be, and ends that are there before anything happened. */
export function* endRules(facts: GraphFacts): Generator<Finding> {
  const moment = firstMoment(facts);
  for (const [index, end] of facts.graph.ends.entries()) {
    const path = ["ends", String(index)];
    const impossible = end.session === null ? [] : [...impossibleMeasures(end.session, [...path, "session"], end)];
    if (impossible.length > 0) yield* impossible;
    else if (end.session !== null && canNeverBe(end, end.session, facts)) yield neverIs(end, end.session, path);
    else yield* isAtFirst(end, path, moment);
  }
}

/** A guard whose outcome is settled is another finding, and so is one that asks wrongly. */
function firstMoment({ graph, guards, analysisOf, meantAgent }: GraphFacts): FirstMoment {
  const telling = new Set(
    guards.flatMap((place) => {
      const { guard, answerable } = place;
      if (!answerable || guard.reads.some(({ question }) => question.kind === "predicate")) return [];
      const analysis = analysisOf(place);
      return analysis === "unknown" || analysis.canFail ? [guard] : [];
    }),
  );
  return {
    agent: graph.entry.kind === "list" ? null : meantAgent(graph.start),
    isAgent: (name) => Object.hasOwn(graph.agents, name),
    variables: graph.variables.initial,
    isTelling: (guard) => telling.has(guard),
  };
}

function* impossibleMeasures(session: SessionNode, at: Place, { outcome }: End): Generator<Finding> {
  for (const { node, path } of sessionPlaces(session, at)) {
    if (node.kind !== "measure" || !isImpossible(node.measure, [node.bounds])) continue;
    yield {
      code: "end-never-holds",
      path,
      message: `The end "${outcome}" asks for what no session can have: ${sessionLabel(node)}.`,
      hint: "Ask for bounds between which there is something.",
    };
  }
}

/** Guards that each can hold may exclude one another. */
function canNeverBe({ guard }: End, session: SessionNode, { nodeOf, variables }: GraphFacts): boolean {
  if (neverHolds(session)) return true;
  const inside = conjuncts(session).flatMap((node) => (node.kind === "variables" ? [node.guard] : []));
  const nodes = [...(guard === null ? [] : [guard]), ...inside].map(nodeOf);
  const canHold = (parts: typeof nodes): boolean => {
    const analysis = analyzeGuard({ kind: "all", parts }, variables.analysable);
    return analysis === "unknown" || analysis.canHold;
  };
  return nodes.every((node) => canHold([node])) && !canHold(nodes);
}

function neverIs({ guard, outcome }: End, session: SessionNode, path: Place): Finding {
  const both = guard === null ? "" : `${guardLabel(guard.node)} and `;
  return {
    code: "end-never-holds",
    path: [...path, "session"],
    message: `The end "${outcome}" can never be: ${both}${sessionLabel(session)}.`,
    hint: "Ask for things that can be so together, or remove the end.",
  };
}

function* isAtFirst({ guard, session, outcome }: End, path: Place, moment: FirstMoment): Generator<Finding> {
  const parts: readonly SessionNode[] = [
    ...(guard === null ? [] : [{ kind: "variables", guard } as const]),
    ...(session === null ? [] : [session]),
  ];
  if (holdsAtFirst({ kind: "all", parts }, moment) !== true) return;
  const asked = [guard === null ? [] : guardLabel(guard.node), session === null ? [] : sessionLabel(session)].flat();
  yield {
    code: "end-holds-initially",
    path: [...path, session === null ? "when" : "session"],
    message:
      session === null
        ? `The guard of the end "${outcome}" holds for the initial values of the variables: ${asked.join()}.`
        : `The end "${outcome}" is there with the first message: ${asked.join(" and ")}.`,
    hint:
      session === null
        ? "Change the initial values, or ask for something that is not so from the start."
        : "Ask for something that is not so from the start.",
  };
}
