import fc from "fast-check";
import { expect, test } from "vitest";
import { supportDesk } from "../../machines/support-desk.ts";
import { drawJson } from "../../src/draw/draw-json.ts";
import { hashGraph } from "../../src/graph/graph-hash.ts";
import { randomGraph } from "./random-graph.ts";

test("the support desk", async () => {
  const drawing = `${JSON.stringify(drawJson(supportDesk), null, 2)}\n`;
  await expect(drawing).toMatchFileSnapshot("golden/support-desk.json.golden");
});

test("edges are exactly those that are declared, with their guards", () => {
  fc.assert(
    fc.property(randomGraph, ({ graph, arrows }) => {
      const drawing = drawJson(graph);
      const edges = drawing.edges.filter(({ kind }) => kind !== "return");
      expect(edges.map(({ kind, from, to, guard }) => ({ kind, from, to, guard: guard?.label ?? null }))).toEqual(
        arrows.map(({ kind, from, to, guard }) => ({ kind, from, to, guard })),
      );
      expect(drawing.hash).toEqual(hashGraph(graph));
    }),
  );
});

test("it is JSON: written and read, it is the same", () => {
  fc.assert(
    fc.property(randomGraph, ({ graph }) => {
      const drawing = drawJson(graph);
      expect(JSON.parse(JSON.stringify(drawing))).toEqual(drawing);
    }),
  );
});
