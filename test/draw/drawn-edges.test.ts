import fc from "fast-check";
import { expect, test } from "vitest";
import type { DrawnEdge } from "../../src/draw/drawn-edge.ts";
import { drawnEdges } from "../../src/draw/drawn-edges.ts";
import type { DrawnPlace } from "../../src/draw/drawn-place.ts";
import { type Agent, agentsOf, type Graph } from "../../src/graph/graph.ts";
import type { Row } from "../../src/machine/row.ts";
import { transitionTable } from "../../src/machine/table.ts";
import { everything } from "./everything.ts";
import { randomGraph } from "./random-graph.ts";

test("a graph that uses everything has arrows of every kind, to every kind of place", () => {
  const edges = drawnEdges(everything);
  expect([...new Set(edges.map(({ kind }) => kind))].toSorted()).toEqual([
    "afterReply",
    "delegation",
    "end",
    "endCall",
    "entry",
    "guardrail",
    "handoff",
    "limit",
    "return",
    "route",
  ]);
  expect([...new Set(edges.map(({ to }) => to.kind))].toSorted()).toEqual(["agent", "end", "user"]);
});

test("arrows are exactly the ways of the machine", () => {
  fc.assert(
    fc.property(randomGraph, ({ graph }) => {
      expect(drawnWays(graph)).toEqual(machineWays(graph));
    }),
  );
  expect(drawnWays(everything)).toEqual(machineWays(everything));
});

/** The arrows, those from any agent once for each; a person is led on by his own handoffs and the ends only. */
function drawnWays(graph: Graph): readonly string[] {
  const ways = drawnEdges(graph).flatMap((edge) => {
    const to = placeName(edge.to);
    if (edge.kind === "entry") return graph.entry.kind === "start" ? [] : [way("opened", edge.kind, to)];
    return agentsOf(graph)
      .filter((agent) => leavesFrom(agent, edge))
      .map(({ name }) => way(name, edge.kind === "delegation" ? "handoff" : edge.kind, to));
  });
  return ways.toSorted();
}

function leavesFrom({ name, kind }: Agent, edge: DrawnEdge): boolean {
  if (edge.from.kind !== "anyAgent" && !(edge.from.kind === "agent" && edge.from.agent === name)) return false;
  if (kind === "human" && !["handoff", "delegation", "return", "end", "endCall"].includes(edge.kind)) return false;
  return !(edge.kind === "guardrail" && edge.to.kind === "agent" && edge.to.agent === name);
}

/** The rows of the transition table that lead on, as they would be drawn. */
function machineWays(graph: Graph): readonly string[] {
  const { opened, agents } = transitionTable(graph);
  const entries = (opened["user.message"] ?? []).filter(({ when }) => when === "entryOpen");
  return [
    ...entries.map((row) => way("opened", "entry", targetName(row))),
    ...agentsOf(graph).flatMap((agent) =>
      Object.entries(agents[agent.name]?.deciding ?? {}).flatMap(([event, rows]) =>
        rows.flatMap((row) => {
          const kind = kindOf(event, row);
          return kind === null || isIdle(graph, agent, row) ? [] : [way(agent.name, kind, targetName(row))];
        }),
      ),
    ),
  ].toSorted();
}

function kindOf(event: string, { when }: Row): DrawnEdge["kind"] | null {
  if (event.startsWith("handoff.")) return when === "open" ? "handoff" : null;
  if (event.startsWith("return.")) return when === "topOfStack" ? "return" : null;
  if (event === "end.due") return when === "endOpen" ? "endCall" : null;
  return event === "turn.due" ? (kinds.get(when) ?? null) : null;
}

const kinds = new Map<Row["when"], DrawnEdge["kind"]>([
  ["routeOpen", "route"],
  ["followOpen", "afterReply"],
  ["tripped", "guardrail"],
  ["limitReachedFirst", "limit"],
  ["ended", "end"],
]);

/** A guardrail on tools that the agent does not have never trips there. */
function isIdle({ guardrails }: Graph, { tools }: Agent, { when, index = -1 }: Row): boolean {
  const guardrail = guardrails[index];
  if (when !== "tripped" || guardrail === undefined || guardrail.tools === null) return false;
  if (guardrail.on === "input" || guardrail.on === "output") return false;
  return !guardrail.tools.some((tool) => tools.includes(tool));
}

function targetName({ goTo, change }: Row): string {
  if (goTo === null) return "nowhere";
  if (goTo.kind === "completed") return "the end";
  return change === "giveWord" ? "the user" : `agent ${goTo.agent}`;
}

function placeName(place: DrawnPlace): string {
  switch (place.kind) {
    case "agent":
      return `agent ${place.agent}`;
    case "end":
      return "the end";
    case "user":
      return "the user";
    case "anyAgent":
      return "any agent";
  }
}

function way(from: string, kind: string, to: string): string {
  return `${from} -- ${kind} -> ${to}`;
}
