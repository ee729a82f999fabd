import fc from "fast-check";
import { expect, test } from "vitest";
import { supportDesk } from "../../machines/support-desk.ts";
import { drawText } from "../../src/draw/draw-text.ts";
import { everything } from "./everything.ts";
import { randomGraph } from "./random-graph.ts";
import { readWays } from "./read-text.ts";

test("the support desk", async () => {
  await expect(drawText(supportDesk)).toMatchFileSnapshot("golden/support-desk.txt");
});

test("a graph that uses everything", async () => {
  await expect(drawText(everything)).toMatchFileSnapshot("golden/everything.txt");
});

test("remarks do not go beyond a terminal of 100 columns", () => {
  expect(
    drawText(everything)
      .split("\n")
      .filter((line) => line.length > 100),
  ).toEqual([]);
});

test("ways are exactly those that are declared, with their guards", () => {
  fc.assert(
    fc.property(randomGraph, ({ graph, arrows }) => {
      const declared = arrows.map((arrow) => ({ ...arrow, label: arrow.kind === "guardrail" ? arrow.label : null }));
      const written = (some: readonly object[]) => some.map((arrow) => JSON.stringify(arrow, fields)).toSorted();
      expect(written(readWays(drawText(graph), graph))).toEqual(written(declared));
    }),
  );
});

const fields = ["kind", "from", "to", "agent", "outcome", "guard", "label", "notes"];

test("colours go around the parts and take no room", () => {
  const colored = drawText(supportDesk, { color: (style, text) => `<${style}>${text}</${style}>` });
  expect(colored).toContain("<agent>triage</agent>");
  expect(colored).toContain("<guard>when verified</guard>");
  expect(withoutColors(colored)).toBe(drawText(supportDesk));
  expect(withoutColors(drawText(everything, { color: (style, text) => `<${style}>${text}</${style}>` }))).toBe(
    drawText(everything),
  );
});

function withoutColors(text: string): string {
  return text.replaceAll(/<\/?(title|agent|human|unknown|guard|tool|faint)>/g, "");
}
