import { expect, test } from "vitest";
import { z } from "zod";
import { mesh30 } from "../../machines/mesh.ts";
import { supportDesk } from "../../machines/support-desk.ts";
import { differenceOf } from "../../src/draw/difference.ts";
import { defineGraph } from "../../src/graph/define-graph.ts";
import type { HandoffDefinition } from "../../src/graph/definition.ts";
import { tool } from "../../src/graph/tool.ts";
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

test.each<readonly [string, HandoffDefinition<Values>, HandoffDefinition<Values>, string]>([
  ["a guard that was not there", {}, { when: { verified: true } }, "was without a guard"],
  ["a guard that is gone", { when: { verified: true } }, {}, "was verified"],
  ["an approval", { when: { verified: true } }, { when: { verified: true }, approval: true }, "was without approval"],
  ["a payload", {}, { input: z.object({ order: z.string() }) }, "was without a payload"],
  ["a limit", {}, { maxTimes: 2 }, "new: at most 2 times"],
  ["another limit", { maxTimes: 3 }, { maxTimes: 2 }, "was at most 3 times"],
  [
    "several things",
    { when: { verified: true } },
    { when: { verified: false }, approval: true, maxTimes: 2 },
    "was verified; was without approval; new: at most 2 times",
  ],
])("it is told what an arrow said before: %s", (_, before, after, note) => {
  const { overlay } = differenceOf(deskWith(before), deskWith(after));
  expect([...overlay.marks]).toEqual([["handoff triage→refunds", { tone: "changed", note }]]);
});

test("it is told what an agent said before", () => {
  const changed = (note: string) => new Map([["agent:refunds", { tone: "changed", note }]]);
  const [free, asked] = [deskWith({}, false), deskWith({}, true)];
  expect(differenceOf(free, asked).overlay.marks).toEqual(changed("new: needs approval"));
  expect(differenceOf(asked, free).overlay.marks).toEqual(changed("was needs approval"));
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

type Values = { readonly verified: boolean };

function deskWith(refunds: HandoffDefinition<Values>, approval = false) {
  return defineGraph({
    id: "desk",
    start: "triage",
    variables: z.object({ verified: z.boolean() }),
    initial: { verified: false },
    tools: { pay: tool({ description: "Pays.", approval, run: () => ({ output: null }) }) },
    agents: {
      triage: { instructions: "Ask.", handoffs: { refunds } },
      refunds: { description: "Pays back.", instructions: "Pay.", tools: ["pay"] },
    },
  });
}

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
