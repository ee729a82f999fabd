import { expect, test } from "vitest";
import { planView, type ViewedContext } from "../../../src/runtime/view/plan-view.ts";
import { contextOf, graphWith, lines, talk } from "./conversations.ts";

const before = talk("one", { agent: "ann", text: "a", calls: ["tool"] }, { agent: "ann", calls: ["handoff"] });
const said = [...before, ...talk({ agent: "bob", text: "b" })];

async function seen(received: ViewedContext["received"]): Promise<readonly string[]> {
  const graph = graphWith({ edge: { hide: "calls" } });
  return lines(await planView({ graph, agent: "bob", session: "s" }, contextOf(said, { received })).seen(null));
}

test("a handoff's view rules what was said before it", async () => {
  const taken = { from: "ann", by: "handoff", input: {}, since: before.length } as const;
  expect(await seen(taken)).toEqual(["user one", "ann a", "bob b"]);
});

test("when the conversation was received by another way, everything is seen again", async () => {
  const everything = ["user one", "ann a [1.0]", "= 1.0", "bob b"];
  for (const by of ["return", "route", "afterReply", "limit", "guardrail"] as const)
    expect(await seen({ from: "ann", by, input: null, since: before.length })).toEqual(everything);
  expect(await seen({ from: "cid", by: "handoff", input: {}, since: before.length })).toEqual(everything);
  expect(await seen(null)).toEqual(everything);
});

test("the results of the reply that handed off belong to the handoff, wherever the count was taken", async () => {
  const taken = { from: "ann", by: "handoff", input: {}, since: before.length - 1 } as const;
  expect(await seen(taken)).toEqual(["user one", "ann a", "bob b"]);
});
