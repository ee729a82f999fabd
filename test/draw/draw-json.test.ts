import fc from "fast-check";
import { expect, test } from "vitest";
import { supportDesk } from "../../machines/support-desk.ts";
import { drawJson } from "../../src/draw/draw-json.ts";
import type { DrawnEdgeDetails } from "../../src/draw/drawn-edge-details.ts";
import { hashGraph } from "../../src/graph/graph-hash.ts";
import { everything } from "./everything.ts";
import { randomGraph } from "./random-graph.ts";

test("the support desk", async () => {
  const drawing = `${JSON.stringify(drawJson(supportDesk), null, 2)}\n`;
  await expect(drawing).toMatchFileSnapshot("golden/support-desk.json.golden");
});

test("a graph that uses everything", async () => {
  const drawing = `${JSON.stringify(drawJson(everything), null, 2)}\n`;
  await expect(drawing).toMatchFileSnapshot("golden/everything.json.golden");
});

test("edges are exactly those that are declared, with their guards", () => {
  fc.assert(
    fc.property(randomGraph, ({ graph, arrows }) => {
      const drawing = drawJson(graph);
      const edges = drawing.edges.filter(({ kind }) => kind !== "return");
      expect(edges.map(declaredPart)).toEqual(arrows.map(({ notes: _, ...arrow }) => arrow));
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

/** Notes are for people: what they say are fields of their own here. */
function declaredPart({ kind, from, to, guard, session, rank, guardrail }: DrawnEdgeDetails): object {
  const label = guardrail ?? rank;
  if (session === undefined || session === null) return { kind, from, to, guard: guard?.label ?? null, label };
  const isChoice = guard?.tree.kind === "any";
  const parts = guard === null ? [session.label] : [isChoice ? `(${guard.label})` : guard.label, session.label];
  return { kind, from, to, guard: parts.join(" and "), label };
}
