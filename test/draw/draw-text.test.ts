import fc from "fast-check";
import { expect, test } from "vitest";
import { supportDesk } from "../../machines/support-desk.ts";
import { drawText } from "../../src/draw/draw-text.ts";
import { agentsOf, type Graph } from "../../src/graph/graph.ts";
import { type DeclaredArrow, randomGraph } from "./random-graph.ts";

test("the support desk", async () => {
  await expect(drawText(supportDesk)).toMatchFileSnapshot("golden/support-desk.txt");
});

test("ways are exactly those that are declared, with their guards", () => {
  fc.assert(
    fc.property(randomGraph, ({ graph, arrows }) => {
      const declared = arrows.filter(({ kind }) => kind !== "end" && kind !== "limit").map(write);
      expect(readWays(graph).toSorted()).toEqual(declared.toSorted());
    }),
  );
});

test("colours go around the parts and take no room", () => {
  const colored = drawText(supportDesk, { color: (style, text) => `<${style}>${text}</${style}>` });
  expect(colored).toContain("<agent>triage</agent>");
  expect(colored).toContain("<guard>when verified</guard>");
  expect(colored.replaceAll(/<\/?(title|agent|human|unknown|guard|tool|faint)>/g, "")).toBe(drawText(supportDesk));
});

function write({ kind, from, to, guard, notes }: DeclaredArrow): string {
  return JSON.stringify([kind, from, to, guard, notes]);
}

const kinds = { "→": "handoff", "⇒": "delegation", "⇢": "route" } as const;

/** Sections are separated by empty lines, and the agents' come last; cells by at least two blanks. */
function readWays(graph: Graph): readonly string[] {
  const agents = agentsOf(graph);
  const sections = drawText(graph).trimEnd().split("\n\n").slice(-agents.length);
  return sections.flatMap((section, index) =>
    section
      .split("\n")
      .slice(1)
      .flatMap((line) => {
        const [mark = "", to = "", ...rest] = line.trim().split(/ {2,}/);
        if (mark === "⇠") return [];
        const kind = kinds[mark as keyof typeof kinds]; // the marks of arrows
        const condition = rest.find((cell) => /^(route|delegate|when)\b/.test(cell));
        const guard = /(?:^|^route |^delegate )when (.*)$/.exec(condition ?? "")?.[1] ?? null;
        const notes = rest.filter((cell) => cell !== condition).flatMap((cell) => cell.split(" · "));
        return [write({ kind, from: agents[index]?.name ?? "", to, guard, notes })];
      }),
  );
}
