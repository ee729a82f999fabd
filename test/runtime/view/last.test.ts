import { expect, test } from "vitest";
import type { View } from "../../../src/graph/view.ts";
import { planView, type ViewedContext } from "../../../src/runtime/view/plan-view.ts";
import { byHandoff, contextOf, counted, graphWith, lines, type Said, talk } from "./conversations.ts";

async function seen(views: { view?: View; edge?: View }, context: ViewedContext): Promise<readonly string[]> {
  return lines(await planView({ graph: graphWith(views), agent: "bob", session: "s" }, context).seen(null));
}

test("the last messages are shown, and the newest of the user", async () => {
  const said = talk(
    "old",
    "one",
    { agent: "bob", text: "a" },
    { agent: "bob", text: "b" },
    { agent: "bob", text: "c" },
  );
  expect(await seen({ view: { last: 2 } }, contextOf(said))).toEqual(["user one", "bob b", "bob c"]);
  expect(await seen({ view: { last: 4 } }, contextOf(said))).toEqual(["user one", "bob a", "bob b", "bob c"]);
  expect(await seen({ view: { last: 99 } }, contextOf(said))).toEqual(lines(said));
});

test("a call is never parted from its results", async () => {
  const said = talk("old", "one", { agent: "bob", calls: ["tool", "tool", "tool"] });
  expect(await seen({ view: { last: 1 } }, contextOf(said))).toEqual([
    "user one",
    "bob [1.0][1.1][1.2]",
    "= 1.0",
    "= 1.1",
    "= 1.2",
  ]);
});

test("what is hidden does not count", async () => {
  const said = talk("one", { agent: "bob", text: "a" }, { agent: "ann", calls: ["handoff"] });
  expect(await seen({ view: { last: 2 } }, contextOf(said))).toEqual(["user one", "bob a"]);
});

test("on a handoff, `last` counts before it; what is said since is shown by the agent's own view", async () => {
  const before = talk("old", { agent: "ann", text: "a" }, "one", { agent: "ann", text: "b", calls: ["handoff"] });
  const said = [...before, ...talk({ agent: "bob", text: "c" }, { agent: "bob", text: "d" })];
  const context = contextOf(said, byHandoff(before.length));
  expect(await seen({ edge: { last: 1 } }, context)).toEqual(["user one", "ann b", "bob c", "bob d"]);
  expect(await seen({ edge: { last: 2 }, view: { last: 1 } }, context)).toEqual(["user one", "ann b", "bob d"]);
});

test("costs what it shows, however long the conversation is", async () => {
  const exchange: readonly (string | Said)[] = [
    "one",
    { agent: "ann", calls: ["tool", "handoff"] },
    { agent: "bob", text: "a" },
  ];
  const said = talk(...Array.from({ length: 2_000 }, () => exchange).flat());
  for (const views of [{ view: { last: 10 } }, { edge: { last: 10 } }] satisfies { view?: View; edge?: View }[]) {
    const conversation = counted(said);
    await seen(views, { ...contextOf(said, byHandoff(said.length)), conversation });
    expect(conversation.read.size).toBeLessThan(20);
  }
});
