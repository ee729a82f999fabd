import fc from "fast-check";
import { expect, test } from "vitest";
import { supportDesk } from "../../machines/support-desk.ts";
import { conditionLabel } from "../../src/draw/condition-label.ts";
import { drawDot } from "../../src/draw/draw-dot.ts";
import { edgesOf } from "../../src/draw/edge-of-row.ts";
import { isMesh } from "../../src/draw/join-arrows.ts";
import { tableRows } from "../../src/draw/table-row.ts";
import type { Graph } from "../../src/graph/graph.ts";
import { everything } from "./everything.ts";
import { randomGraph } from "./random-graph.ts";
import { readDot } from "./read-dot.ts";

test("the support desk", async () => {
  await expect(drawDot(supportDesk)).toMatchFileSnapshot("golden/support-desk.agents.dot");
});

test("arrows are exactly those of the graph, with their guards", () => {
  fc.assert(
    fc.property(randomGraph, ({ graph }) => {
      const { arrows, nodes } = readDot(drawDot(graph));
      const shown = shownEdges(graph);
      expect(arrows.flatMap(({ stands }) => stands).toSorted()).toEqual(
        ["start", ...shown.map(({ id }) => id)].toSorted(),
      );
      for (const { id, edge } of shown) {
        const arrow = arrows.find(({ stands }) => stands.includes(id));
        expect(words(arrow?.label ?? "")).toContain(words(conditionLabel(edge) ?? ""));
      }
      for (const { from, to } of arrows) expect(nodes).toEqual(expect.arrayContaining([from, to]));
    }),
  );
});

test("every row of the table is an arrow at level states", () => {
  const { arrows, nodes } = readDot(drawDot(everything, { level: "states", unfolded: "all" }));
  const stands = arrows.flatMap((arrow) => arrow.stands);
  expect(stands.toSorted()).toEqual(["start", ...tableRows(everything).map(({ id }) => id)].toSorted());
  expect(nodes).toContain("state:triage.deciding");
});

function shownEdges(graph: Graph) {
  const edges = edgesOf(graph);
  return isMesh(
    graph,
    edges.map(({ edge }) => edge),
  )
    ? edges.filter(({ edge }) => edge.kind !== "handoff")
    : edges;
}

/** Lines break where they will. */
function words(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
