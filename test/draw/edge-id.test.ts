import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { supportDesk } from "../../machines/support-desk.ts";
import { drawnEdges } from "../../src/draw/drawn-edges.ts";
import { edgeIds } from "../../src/draw/edge-id.ts";
import { rowIds } from "../../src/draw/table-row.ts";
import { everything } from "./everything.ts";
import { randomGraph } from "./random-graph.ts";

describe("names of edges", () => {
  test("say what leads where", () => {
    expect(edgeIds(supportDesk)).toEqual([
      "handoff triage→billing",
      "handoff triage→refunds",
      "handoff billing→triage",
      "handoff billing→refunds",
      "handoff refunds→triage",
    ]);
  });

  test("differ, one for each edge, in every graph", () => {
    fc.assert(
      fc.property(randomGraph, ({ graph }) => {
        expect(new Set(edgeIds(graph)).size).toBe(drawnEdges(graph).length);
      }),
    );
  });
});

describe("names of rows", () => {
  test("say where a row stands, and when it applies", () => {
    expect(rowIds(supportDesk)).toContain("triage.deciding handoff.refunds open");
    expect(rowIds(supportDesk)).toContain("opened user.message");
  });

  test("differ", () => {
    const ids = rowIds(everything);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
