import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { airline } from "../../machines/airline.ts";
import { broken } from "../../machines/broken.ts";
import { dispute } from "../../machines/dispute.ts";
import { mesh30 } from "../../machines/mesh.ts";
import { supportDesk } from "../../machines/support-desk.ts";
import { conditionLabel } from "../../src/draw/condition-label.ts";
import { edgesOf } from "../../src/draw/edge-of-row.ts";
import { isMesh } from "../../src/draw/join-arrows.ts";
import type { Overlay } from "../../src/draw/overlay.ts";
import { tableRows } from "../../src/draw/table-row.ts";
import { drawDifference } from "../../src/layout/draw-difference.ts";
import { drawSvg } from "../../src/layout/draw-svg.ts";
import { everything } from "../draw/everything.ts";
import { randomGraph } from "../draw/random-graph.ts";
import { readSvg } from "./read-svg.ts";

describe("drawings are as they were", () => {
  test.each([supportDesk, airline, dispute, broken, mesh30])("agents of $id", async (graph) => {
    await expect(await drawSvg(graph)).toMatchFileSnapshot(`../draw/golden/${graph.id}.agents.svg`);
  });

  test("every state of the support desk", async () => {
    const drawing = await drawSvg(supportDesk, { level: "states" });
    await expect(drawing).toMatchFileSnapshot("../draw/golden/support-desk.states.svg");
    const stands = readSvg(drawing).arrows.flatMap((arrow) => arrow.stands);
    expect(stands.toSorted()).toEqual(["start", ...tableRows(supportDesk).map(({ id }) => id)].toSorted());
  });
});

describe("what is drawn", () => {
  test("arrows are exactly the edges of the graph, between their places, with their guards", async () => {
    await fc.assert(
      fc.asyncProperty(randomGraph, async ({ graph }) => {
        const { arrows, nodes } = readSvg(await drawSvg(graph));
        const all = edgesOf(graph);
        const shown = isMesh(
          graph,
          all.map(({ edge }) => edge),
        )
          ? all.filter(({ edge }) => edge.kind !== "handoff")
          : all;
        expect(arrows.flatMap(({ stands }) => stands).toSorted()).toEqual(
          ["start", ...shown.map(({ id }) => id)].toSorted(),
        );
        for (const { id, edge } of shown) {
          const arrow = arrows.find(({ stands }) => stands.includes(id));
          expect(arrow?.kind).toBe(edge.kind);
          expect(arrow?.title).toContain(clean(conditionLabel(edge) ?? ""));
        }
        for (const { from, to } of arrows) expect(nodes).toEqual(expect.arrayContaining([from, to]));
      }),
      { numRuns: 5 },
    );
  });

  test("the legend has the kinds that occur, and no other", async () => {
    expect(legendOf(await drawSvg(supportDesk))).toEqual(["handoff"]);
    expect(legendOf(await drawSvg(everything))).toHaveLength(10);
  });

  test("it says what it is to whoever does not see it", async () => {
    const drawing = await drawSvg(supportDesk);
    expect(drawing).toContain('role="img" aria-label="support-desk: the ways between agents, 3 agents, 5 arrows"');
    expect(drawing).toContain("<title>handoff: triage → refunds; when verified; { orderId, reason }</title>");
  });
});

describe("colours", () => {
  test("of a theme that is chosen need no variables", async () => {
    for (const theme of ["light", "dark"] as const)
      expect(await drawSvg(supportDesk, { theme })).not.toContain("var(--");
  });

  test("are otherwise those that the reader prefers", async () => {
    expect(await drawSvg(supportDesk)).toContain("@media (prefers-color-scheme:dark)");
  });
});

describe("overlays", () => {
  const overlay: Overlay = {
    title: "a session",
    marks: new Map([
      ["handoff triage→refunds", { tone: "visited", count: 3, note: "refused 1×" }],
      ["agent:refunds", { tone: "active", count: 3 }],
      ["handoff refunds→triage", { tone: "never" }],
    ]),
  };

  test("have their tone as class, and their counts and notes in words", async () => {
    const drawing = await drawSvg(supportDesk, { overlay });
    expect(drawing).toMatch(/class="arrow handoff visited" data-arrow="handoff triage→refunds"/);
    expect(drawing).toMatch(/class="node agent active" data-node="agent:refunds"/);
    expect(textsOf(drawing)).toEqual(expect.arrayContaining(["3×", "refused 1×", "now · 3×", "never", "a session"]));
  });

  test("of what has a long name are as broad as others, and tell it whole to whoever does not see them", async () => {
    const title = `session </text>\n${"long".repeat(500)}`;
    const drawing = await drawSvg(supportDesk, { overlay: { ...overlay, title } });
    expect(Number(/ width="(\d+)"/.exec(drawing)?.[1])).toBeLessThan(2000);
    expect(drawing).toContain("long".repeat(500));
  });

  test("of a difference show what is gone as well", async () => {
    const drawing = await drawDifference(dispute, supportDesk);
    expect(drawing).toMatch(/class="node agent removed" data-node="agent:disputes"/);
    expect(drawing).toMatch(/class="node agent added" data-node="agent:triage"/);
  });
});

function legendOf(drawing: string): readonly string[] {
  return [...drawing.matchAll(/<g class="sample">[\s\S]*?<text [^>]*>([^<]*)</g)].map(([, text = ""]) => text);
}

function textsOf(drawing: string): readonly string[] {
  return [...drawing.matchAll(/<text [^>]*>([^<]*)</g)].map(([, text = ""]) => text);
}

/** XML has no control characters. */
function clean(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text.replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F]/g, "\uFFFD");
}
