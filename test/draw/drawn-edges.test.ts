import fc from "fast-check";
import { expect, test } from "vitest";
import type { DrawnEdge } from "../../src/draw/drawn-edge.ts";
import { drawnEdges } from "../../src/draw/drawn-edges.ts";
import type { DrawnPlace } from "../../src/draw/drawn-place.ts";
import { defineGraph } from "../../src/graph/define-graph.ts";
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

test("a person who is reached inside a delegation has no way back but the declared ones, and those behind him do", () => {
  const words = { description: "One of them.", instructions: "Help." };
  const person = { kind: "human", description: "A person.", handoffs: { expert: {} } } as const;
  const graph = defineGraph({
    id: "inside",
    start: "boss",
    onLimit: { handoff: "byLimit" },
    guardrails: { rude: { on: "input", agents: ["helper"], check: () => "pass", onTrip: { to: "byGuardrail" } } },
    agents: {
      boss: { ...words, handoffs: { helper: { mode: "delegate" }, delegated: { mode: "delegate" } } },
      helper: { ...words, handoffs: { handed: {} }, routes: [{ to: "byRoute" }] },
      expert: words,
      delegated: person,
      handed: { ...person, handoffs: { expert: {}, boss: {} } },
      byRoute: person,
      byLimit: person,
      byGuardrail: person,
    },
  });
  const ways = drawnEdges(graph).map(({ kind, from, to }) => way(placeName(from), kind, placeName(to)));
  const people = ["delegated", "handed", "byRoute", "byLimit", "byGuardrail"];
  expect(ways.filter((one) => people.some((name) => one.startsWith(`agent ${name} `)))).toEqual([
    "agent delegated -- handoff -> agent expert",
    "agent handed -- handoff -> agent expert",
    "agent handed -- handoff -> agent boss",
    "agent byRoute -- handoff -> agent expert",
    "agent byLimit -- handoff -> agent expert",
    "agent byGuardrail -- handoff -> agent expert",
  ]);
  expect(ways.filter((one) => one.includes(" return "))).toEqual([
    "agent helper -- return -> agent boss",
    "agent expert -- return -> agent boss",
  ]);
});

test("what is declared for a person beside handoffs is no way of his", () => {
  const graph = defineGraph({
    id: "person",
    start: "clerk",
    agents: {
      clerk: {
        kind: "human",
        description: "A person.",
        routes: [{ to: "bot" }],
        afterReply: [{ ask: "What else?" }],
        canEnd: true,
        handoffs: { bot: {} },
      },
      bot: { description: "Answers.", instructions: "Answer." },
    },
  });
  expect(drawnEdges(graph).map(({ kind }) => kind)).toEqual(["handoff"]);
});

/** The arrows, those from any agent once for each; of those, the ends only lead a person on. */
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
  if (kind === "human" && edge.from.kind === "anyAgent" && edge.kind !== "end") return false;
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
