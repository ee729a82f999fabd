import { expect, test } from "vitest";
import type { View } from "../../../src/graph/view.ts";
import { planView, type ViewedContext, type ViewPlan } from "../../../src/runtime/view/plan-view.ts";
import { imbalance } from "../../machine/balance.ts";
import { byHandoff, contextOf, counted, graphWith, lines, talk } from "./conversations.ts";

function plan(views: { view?: View; edge?: View }, context: ViewedContext): ViewPlan {
  return planView({ graph: graphWith(views), agent: "bob", session: "s" }, context);
}

async function seen(planned: ViewPlan, made: string | null = null): Promise<readonly string[]> {
  return lines(await planned.seen(made));
}

const exchanges = (count: number) =>
  talk(...Array.from({ length: count }, (_, index) => [`u${index}`, { agent: "bob", text: `b${index}` }]).flat());
const order = "! Write the summary of the conversation up to here now.";
const told = (text: string) => `! Summary of the conversation so far:\n${text}`;

test("an agent's summary is due when more than twice as many messages as are kept have gathered", async () => {
  const view: View = { summary: { keep: 2, instructions: "Briefly." } };
  expect(plan({ view }, contextOf(exchanges(2))).summary).toBeNull();
  const due = plan({ view }, contextOf(exchanges(3)));
  expect(due.summary).toMatchObject({ for: "bob", covers: 4, instructions: "Briefly." });
  expect(lines(due.summary?.messages ?? [])).toEqual(["user u0", "bob b0", "user u1", "bob b1", order]);
  expect(await seen(due, "S")).toEqual([told("S"), "user u2", "bob b2"]);
});

test("it rolls: the known one is shown until the next is due, which is made from it", async () => {
  const view: View = { summary: { keep: 2 } };
  const summaries = { bob: { text: "S", covers: 4 } };
  const between = plan({ view }, contextOf(exchanges(4), { summaries }));
  expect(between.summary).toBeNull();
  expect(await seen(between)).toEqual([told("S"), "user u2", "bob b2", "user u3", "bob b3"]);
  const due = plan({ view }, contextOf(exchanges(5), { summaries }));
  expect(due.summary?.covers).toBe(8);
  expect(lines(due.summary?.messages ?? [])).toEqual([told("S"), "user u2", "bob b2", "user u3", "bob b3", order]);
  expect(await seen(due, "T")).toEqual([told("T"), "user u4", "bob b4"]);
});

test("a summary that could not be made leaves nothing out", async () => {
  const view: View = { summary: { keep: 2 } };
  expect(await seen(plan({ view }, contextOf(exchanges(3))))).toEqual(lines(exchanges(3)));
  const edge = plan({ edge: { summary: true, last: 1 } }, contextOf(exchanges(2), byHandoff(4)));
  expect(await seen(edge)).toEqual(lines(exchanges(2)));
});

test("what it covers ends between two replies, and the newest user message is shown behind it", async () => {
  const said = talk("u", { agent: "bob", calls: ["tool"] }, { agent: "bob", calls: ["tool", "tool", "tool"] });
  const due = plan({ view: { summary: { keep: 2 } } }, contextOf(said));
  expect(due.summary?.covers).toBe(3);
  expect(imbalance(due.summary?.messages ?? [])).toBeNull();
  expect(await seen(due, "S")).toEqual([told("S"), "user u", "bob [2.0][2.1][2.2]", "= 2.0", "= 2.1", "= 2.2"]);
});

test("a reply longer than what is kept is no reason to cover nothing", () => {
  const said = talk({ agent: "bob", calls: Array.from({ length: 6 }, () => "tool" as const) });
  expect(plan({ view: { summary: { keep: 2 } } }, contextOf(said)).summary).toBeNull();
});

test("with `last`, an agent keeps so many behind its summary, so that there is no gap", async () => {
  const due = plan({ view: { last: 2, summary: true } }, contextOf(exchanges(3)));
  expect(due.summary?.covers).toBe(4);
  expect(await seen(due, "S")).toEqual([told("S"), "user u2", "bob b2"]);
});

test("the writer of a summary is told what the agent would see", () => {
  const said = talk("u", { agent: "ann", text: "a", calls: ["handoff"] }, { agent: "bob", calls: ["tool"] }, "v", "w");
  const told = (view: View) => lines(plan({ view }, contextOf(said)).summary?.messages ?? []);
  expect(told({ summary: { keep: 1 } })).toEqual(["user u", "ann a", "bob [2.0]", "= 2.0", "user v", order]);
  expect(told({ summary: { keep: 2 }, hide: "nothing" })).toContain("ann a [1.0]");
});

test("a handoff's summary covers what was said before it, once", async () => {
  const before = talk("old", { agent: "ann", text: "a" }, "one", { agent: "ann", text: "b", calls: ["handoff"] });
  const said = [...before, ...talk({ agent: "bob", text: "c" })];
  const context = contextOf(said, byHandoff(before.length));
  const due = plan({ edge: { summary: true } }, context);
  expect(due.summary).toMatchObject({ for: "ann → bob", covers: before.length });
  expect(lines(due.summary?.messages ?? [])).toEqual(["user old", "ann a", "user one", "ann b", order]);
  expect(await seen(due, "S")).toEqual([told("S"), "user one", "bob c"]);
  const summaries = { "ann → bob": { text: "S", covers: before.length } };
  const kept = plan({ edge: { summary: true } }, { ...context, summaries });
  expect(kept.summary).toBeNull();
  expect(await seen(kept)).toEqual([told("S"), "user one", "bob c"]);
});

test("a handoff's summary with `last` ends where the last messages begin", async () => {
  const context = contextOf(exchanges(3), byHandoff(6));
  const due = plan({ edge: { summary: true, last: 1 } }, context);
  expect(due.summary?.covers).toBe(5);
  expect(await seen(due, "S")).toEqual([told("S"), "user u2", "bob b2"]);
});

test("a handoff that is taken again is summarized from its summary of the first time", () => {
  const summaries = { "ann → bob": { text: "S", covers: 2 } };
  const due = plan({ edge: { summary: true } }, contextOf(exchanges(2), { ...byHandoff(4), summaries }));
  expect(lines(due.summary?.messages ?? [])).toEqual([told("S"), "user u1", "bob b1", order]);
});

test("the agent's own summary beside a handoff's view covers what was said since, under a name of its own", async () => {
  const views = { view: { summary: { keep: 1 } }, edge: { last: 1 } } satisfies { view: View; edge: View };
  const summaries = { bob: { text: "of everything", covers: 2 } };
  const context = contextOf(exchanges(4), { ...byHandoff(4), summaries });
  const due = plan(views, context);
  expect(due.summary).toMatchObject({ for: "bob since ann → bob", covers: 7 });
  expect(lines(due.summary?.messages ?? [])).toEqual(["user u2", "bob b2", "user u3", order]);
  expect(await seen(due, "S")).toEqual(["bob b1", told("S"), "user u3", "bob b3"]);
  const stale = { "bob since ann → bob": { text: "of an earlier handoff", covers: 3 } };
  expect(lines(plan(views, { ...context, summaries: stale }).summary?.messages ?? [])).toEqual([
    "user u2",
    "bob b2",
    "user u3",
    order,
  ]);
});

test("one summary is made for one call: the handoff's first", async () => {
  const views = { view: { summary: { keep: 1 } }, edge: { summary: true } } satisfies { view: View; edge: View };
  const first = plan(views, contextOf(exchanges(4), byHandoff(4)));
  expect(first.summary?.for).toBe("ann → bob");
  expect(await seen(first, "S")).toEqual([told("S"), "user u2", "bob b2", "user u3", "bob b3"]);
  const summaries = { "ann → bob": { text: "S", covers: 4 } };
  const second = plan(views, contextOf(exchanges(4), { ...byHandoff(4), summaries }));
  expect(second.summary?.for).toBe("bob since ann → bob");
  expect(await seen(second, "T")).toEqual([told("S"), told("T"), "user u3", "bob b3"]);
});

test("a known summary costs what is shown behind it, a new one what it is made of", async () => {
  const said = exchanges(5_000);
  const view: View = { summary: { keep: 10 } };
  const summaries = { bob: { text: "S", covers: said.length - 30 } };
  const conversation = counted(said);
  const due = plan({ view }, { ...contextOf(said, { summaries }), conversation });
  expect(lines(due.summary?.messages ?? [])).toHaveLength(22);
  expect(await seen(due, "T")).toHaveLength(11);
  expect(conversation.read.size).toBeLessThan(40);
});

test("planning reads no more than where the exchange began", () => {
  const conversation = counted(exchanges(5_000));
  plan({}, { ...contextOf([]), conversation, heard: 9_998 });
  expect(conversation.read.size).toBeLessThan(5);
});
