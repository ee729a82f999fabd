import { expect, test } from "vitest";
import type { View } from "../../../src/graph/view.ts";
import { planView } from "../../../src/runtime/view/plan-view.ts";
import { byHandoff, contextOf, graphWith, lines, talk } from "./conversations.ts";

async function seen(view: View, context: ReturnType<typeof contextOf>): Promise<readonly string[]> {
  return lines(await planView({ graph: graphWith({ view }), agent: "bob", session: "s" }, context).seen(null));
}

const handedOver = talk(
  "refund please",
  { agent: "ann", text: "one moment", calls: ["handoff"] },
  { agent: "bob", calls: ["tool"] },
  { agent: "bob", calls: ["handoff"] },
  { agent: "ann", calls: ["tool", "handoff"] },
  { agent: "bob", text: "done" },
);

test("the default hides the handoffs of other agents, and shows an agent its own", async () => {
  expect(await seen({}, contextOf(handedOver))).toEqual([
    "user refund please",
    "ann one moment",
    "bob [2.0]",
    "= 2.0",
    "bob [3.0]",
    "= 3.0",
    "ann [4.0]",
    "= 4.0",
    "bob done",
  ]);
});

test("a reply of which only hidden calls are left disappears", async () => {
  expect(await seen({}, contextOf(talk("hi", { agent: "ann", calls: ["handoff"] })))).toEqual(["user hi"]);
});

test("the provider's own items go with the calls they tell, and stay where none is taken out", async () => {
  const said = talk(
    { agent: "ann", text: "one", calls: ["handoff"], native: true },
    { agent: "ann", text: "two", calls: ["tool"], native: true },
  );
  const shown = [...(await planView({ graph: graphWith({}), agent: "bob", session: "s" }, contextOf(said)).seen(null))];
  expect(shown.map((message) => "native" in message)).toEqual([false, true, false]);
  expect(shown[1]).toBe(said[2]);
});

test("`nothing` shows all that was said", async () => {
  expect(await seen({ hide: "nothing" }, contextOf(handedOver))).toEqual(lines(handedOver));
});

test("`calls` hides all calls before the current exchange, and in it those of other agents", async () => {
  const said = talk("one", { agent: "bob", calls: ["tool"] }, { agent: "bob", text: "yes" }, "two", {
    agent: "bob",
    text: "looking",
    calls: ["tool", "tool"],
  });
  expect(await seen({ hide: "calls" }, contextOf(said))).toEqual([
    "user one",
    "bob yes",
    "user two",
    "bob looking [3.0][3.1]",
    "= 3.0",
    "= 3.1",
  ]);
});

test("`calls` hides those of other agents in the current exchange too", async () => {
  const said = talk("one", { agent: "ann", text: "a", calls: ["tool"] }, { agent: "bob", calls: ["tool"] });
  expect(await seen({ hide: "calls" }, contextOf(said))).toEqual(["user one", "ann a", "bob [2.0]", "= 2.0"]);
});

test("after a handoff, `calls` shows the calls that the target made since", async () => {
  const said = talk("one", { agent: "bob", calls: ["tool"] }, { agent: "ann", calls: ["handoff"] });
  const now = [...said, ...talk({ agent: "bob", text: "now", calls: ["tool"] }).slice(0, 2)];
  expect(await seen({ hide: "calls" }, contextOf(now, byHandoff(said.length)))).toEqual([
    "user one",
    "bob now [1.0]",
    "= 1.0",
  ]);
});

test("`calls` keeps results that the model has not read when the user spoke in between", async () => {
  const said = talk("one", { agent: "bob", calls: ["tool"] }, "and hurry", "please");
  expect(await seen({ hide: "calls" }, contextOf(said))).toEqual([
    "user one",
    "bob [1.0]",
    "= 1.0",
    "user and hurry",
    "user please",
  ]);
});

test("what is seen can be read again, as for a second attempt", async () => {
  const view = await planView({ graph: graphWith({}), agent: "bob", session: "s" }, contextOf(handedOver)).seen(null);
  expect([...view]).toEqual([...view]);
});
