import { checkGraph, type Graph, type GraphProperty, type GraphReport } from "handoff-machine";

/** A report about a random graph with conversations of many kinds: some are violated, some hold. */
export function randomReport(graph: Graph): GraphReport {
  const weak = ["user", "model", "machine"] as const;
  const properties: readonly GraphProperty[] = [
    { name: "it never ends", kind: "never", what: { ends: true } },
    { name: "nothing is refused", kind: "never", what: { refused: {} } },
    { name: "no budget is spent", kind: "never", what: { limit: true } },
    { name: "handed off twice at most", kind: "atMost", count: 2, event: { handoff: {} }, per: "session" },
    { name: "it ends", kind: "eventually", response: { place: "completed" }, weak },
    { name: "answered", kind: "leadsTo", trigger: { place: "awaitingModel" }, response: { place: "awaitingUser" } },
    {
      name: "the user gets out",
      kind: "canForce",
      owners: ["user", "approver", "operator"],
      goal: { place: "awaitingUser" },
    },
    ...Object.keys(graph.tools).map(
      (tool): GraphProperty => ({ name: `${tool} is not denied`, kind: "never", what: { denies: tool } }),
    ),
  ];
  return checkGraph(graph, properties, { states: 500, interventions: true, defaults: false });
}
