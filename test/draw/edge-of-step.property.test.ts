import fc from "fast-check";
import { expect, test } from "vitest";
import type { DrawnPlace } from "../../src/draw/drawn-place.ts";
import { edgeIds, startId } from "../../src/draw/edge-id.ts";
import { edgesOf } from "../../src/draw/edge-of-row.ts";
import { edgeOfStep } from "../../src/draw/edge-of-step.ts";
import { rowIds } from "../../src/draw/table-row.ts";
import { activeAgentOf } from "../../src/machine/state.ts";
import { takenRow } from "../../src/machine/taken-row.ts";
import { graphs } from "../arbitraries/graph.ts";
import { must, type WalkStep, walk } from "../machine/walk.ts";

const choices = fc.array(fc.nat(1_000), { minLength: 40, maxLength: 120 });

test("who gets the conversation gets it by one drawn edge, and the end is reached by one", () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(graphs, choices, (graph, drawn) => {
      walk(graph, drawn, (step) => watchEdge(step, seen));
    }),
    { numRuns: 40 },
  );
  const kinds = [
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
  ];
  expect([...seen].toSorted()).toEqual(
    [...kinds, "refused delegation", "refused endCall", "refused handoff", "refused return", "start"].toSorted(),
  );
});

function watchEdge({ graph, before, event, after }: WalkStep, seen: Set<string>): void {
  const way = edgeOfStep(graph, { before, event });
  const [left, entered] = [activeAgentOf(before.value), activeAgentOf(after.value)];
  const taken = edgesOf(graph).find(({ id }) => id === way.edge)?.edge;
  const refused = edgesOf(graph).find(({ id }) => id === way.refused)?.edge;
  seen.add(way.edge === startId ? "start" : (taken?.kind ?? "start"));
  if (refused !== undefined) seen.add(`refused ${refused.kind}`);

  must(way.row === null || rowIds(graph).includes(way.row), "a row has its name");
  must((way.row !== null) === (takenRow(graph, before, event) !== null), "a row is named where one is taken");
  must(way.edge === null || way.edge === startId || edgeIds(graph).includes(way.edge), "an edge has its name");
  must(way.refused === null || refused !== undefined, "a refused edge has its name");
  must(refused === undefined || placeOf(refused.from) === left, "what is refused was asked by the active agent");
  if (event.type === "session.cancelled") {
    must(way.edge === null, "nothing is taken when a session is cancelled");
    return;
  }
  if (left === entered && taken === undefined) return;
  must(way.edge !== null, "no way without an edge");
  if (taken === undefined) {
    must(left === null && entered === graph.start, "only the opening takes no edge");
    return;
  }
  must([left, "anyone"].includes(placeOf(taken.from)) || taken.from.kind === "user", "it leaves from there");
  must([entered ?? "the end", "anyone"].includes(placeOf(taken.to)) || taken.to.kind === "user", "it leads there");
  must(taken.to.kind !== "end" || taken.to.outcome === after.context.outcome, "it leads to that end");
  must(taken.to.kind !== "user" || left === entered, "who gives the user the word keeps the conversation");
}

function placeOf(place: DrawnPlace): string {
  if (place.kind === "agent") return place.agent;
  return place.kind === "end" ? "the end" : "anyone";
}
