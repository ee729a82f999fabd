import { expect, test } from "vitest";
import { z } from "zod";
import { mesh30 } from "../../machines/mesh.ts";
import { supportDesk } from "../../machines/support-desk.ts";
import { differenceOf } from "../../src/draw/difference.ts";
import { defineGraph } from "../../src/graph/define-graph.ts";
import { everything } from "./everything.ts";

test("what is new, gone or guarded otherwise has its mark, and all of it is drawn", () => {
  const { picture, overlay } = differenceOf(desk({ verified: true }, ["audit"]), desk({ verified: false }, ["legal"]));
  expect(Object.fromEntries(overlay.marks)).toEqual({
    "handoff triage→refunds": { tone: "changed", note: "was verified" },
    "handoff triage→legal": { tone: "added" },
    "handoff triage→audit": { tone: "removed" },
    "agent:legal": { tone: "added" },
    "agent:audit": { tone: "removed" },
  });
  expect(overlay.title).toBe("2 added, 2 removed, 1 changed");
  expect(picture.nodes.map(({ id }) => id)).toEqual(expect.arrayContaining(["agent:legal", "agent:audit"]));
  expect(picture.arrows.map(({ id }) => id)).toEqual(expect.arrayContaining(["handoff triage→audit"]));
});

test.each([supportDesk, everything, mesh30])("a graph does not differ from itself: $id", (graph) => {
  const { overlay } = differenceOf(graph, graph);
  expect(overlay).toEqual({ title: "nothing that is drawn differs", marks: new Map() });
});

test("of a graph that was a mesh it is said so, and its handoffs are not drawn", () => {
  const { picture, overlay } = differenceOf(mesh30, supportDesk);
  expect(overlay.title).toContain("before, every agent could hand off to every other");
  expect(picture.arrows).toHaveLength(1 + 5);
});

function desk(when: { readonly verified: boolean }, others: readonly string[]) {
  const names = Object.fromEntries(others.map((name) => [name, { instructions: "Answer.", description: name }]));
  return defineGraph({
    id: "desk",
    start: "triage",
    variables: z.object({ verified: z.boolean() }),
    initial: { verified: false },
    agents: {
      triage: { handoffs: { refunds: { when }, ...Object.fromEntries(others.map((name) => [name, {}])) } },
      refunds: {},
      ...names,
    } as never, // its names are data, which the types cannot follow
  });
}
