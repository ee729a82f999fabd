import fc from "fast-check";
import { expect, test } from "vitest";
import type { Message } from "../../../src/graph/message.ts";
import type { CustomView, View } from "../../../src/graph/view.ts";
import { planView, type ViewedContext } from "../../../src/runtime/view/plan-view.ts";
import { imbalance } from "../../machine/balance.ts";
import { contextOf, conversations, graphWith, standardViews } from "./conversations.ts";

const runs = { numRuns: Number(process.env.PROPERTY_RUNS ?? 500) };

/** Views that leave out, reverse and double what they get, at once or later. */
const customViews: fc.Arbitrary<View> = fc
  .record({ places: fc.array(fc.nat(40), { maxLength: 30 }), later: fc.boolean() })
  .map(({ places, later }): CustomView => {
    const select = (messages: readonly Message[]) => places.flatMap((place) => messages[place] ?? []);
    return { name: "torn", select: later ? async (messages) => select(messages) : select };
  });

interface Situation {
  readonly views: { readonly view: View; readonly edge?: View | undefined };
  readonly messages: readonly Message[];
  readonly context: ViewedContext;
  /** The text of a summary, when one is due; or none could be made. */
  readonly made: string | null;
}

function situations(views: fc.Arbitrary<View>): fc.Arbitrary<Situation> {
  return conversations.chain((messages) => {
    const index = fc.nat(messages.length);
    const summary = fc.record({ text: fc.constant("known"), covers: index });
    return fc.record({
      views: fc.record({ view: views, edge: fc.option(views, { nil: undefined }) }),
      messages: fc.constant(messages),
      made: fc.constantFrom("made", null),
      context: fc
        .record({
          received: fc.option(
            fc.record({
              from: fc.constant("ann"),
              by: fc.constantFrom("handoff", "handoff", "return", "limit"),
              input: fc.constant({}),
              since: index,
            }),
          ),
          summaries: fc.record(
            { bob: summary, "ann → bob": summary, "bob since ann → bob": summary },
            { requiredKeys: [] },
          ),
        })
        .map((rest) => contextOf(messages, rest)),
    });
  });
}

async function see({ views, context, made }: Situation) {
  const plan = planView({ graph: graphWith(views), agent: "bob", session: "s" }, context);
  return { summary: plan.summary, seen: [...(await plan.seen(made))] };
}

function isSummary(message: Message): boolean {
  return message.role === "prompt" && message.reason === "summary";
}

/** Which message of the conversation is shown: its role, and what cannot be hidden of it. */
function marked(message: Message): string {
  if (message.role === "assistant") return `assistant ${message.agent} ${message.turn} ${message.text}`;
  return JSON.stringify(message);
}

function isSubsequence(parts: readonly Message[], messages: readonly Message[]): boolean {
  let place = 0;
  return parts.every((part) => {
    while (place < messages.length) {
      const message = messages[place++];
      if (message !== undefined && marked(message) === marked(part)) return true;
    }
    return false;
  });
}

test("V2: whatever the views, what is seen is balanced, and so is what a summary is made of", async () => {
  const property = fc.asyncProperty(situations(fc.oneof(standardViews, customViews)), async (situation) => {
    const { summary, seen } = await see(situation);
    expect(imbalance(seen)).toBeNull();
    if (summary === null) return;
    const told = [...summary.messages];
    expect(imbalance(told)).toBeNull();
    expect(told.at(-1)?.role).toBe("prompt");
    expect(situation.context.conversation.at(summary.covers)?.role).not.toBe("tool");
  });
  await fc.assert(property, runs);
});

test("nothing is lost: the conversation stays as it was, and what is seen of it is in its order", async () => {
  const property = fc.asyncProperty(situations(standardViews), async (situation) => {
    const before = JSON.stringify(situation.context);
    const { seen } = await see(situation);
    expect(JSON.stringify(situation.context)).toBe(before);
    expect(
      isSubsequence(
        seen.filter((message) => !isSummary(message)),
        situation.messages,
      ),
    ).toBe(true);
  });
  await fc.assert(property, runs);
});

test("a custom view changes nothing either", async () => {
  const property = fc.asyncProperty(situations(customViews), async (situation) => {
    const before = JSON.stringify(situation.context);
    await see(situation);
    expect(JSON.stringify(situation.context)).toBe(before);
  });
  await fc.assert(property, runs);
});

test("V3: the newest user message is seen, once", async () => {
  const property = fc.asyncProperty(situations(standardViews), async (situation) => {
    const newest = situation.messages[situation.context.heard];
    const { seen } = await see(situation);
    if (newest !== undefined) expect(seen.filter((message) => message === newest)).toHaveLength(1);
  });
  await fc.assert(property, runs);
});

test("the calls of the exchange the model is in are seen, with what the user said in between", async () => {
  const property = fc.asyncProperty(conversations, fc.constantFrom(1, 3, null), async (messages, last) => {
    const now = [...messages, ...talkedNow];
    const view: View = last === null ? { hide: "calls" } : { hide: "calls", last };
    const { seen } = await see({ views: { view }, messages: now, context: contextOf(now), made: null });
    expect(seen.slice(-2)).toEqual(talkedNow.slice(-2));
  });
  await fc.assert(property, runs);
});

test("`last` shows no more than so many, a whole reply and the newest user message", async () => {
  const situation = situations(standardViews.map((view) => ({ ...view, summary: false })));
  const property = fc.asyncProperty(situation, fc.integer({ min: 1, max: 8 }), async (base, last) => {
    const views = { view: { ...base.views.view, last }, edge: undefined };
    const { seen } = await see({ ...base, views });
    const bare = seen[0] === base.messages[base.context.heard] && seen.length > last ? seen.slice(1) : seen;
    const [first] = bare;
    const balance = first?.role === "assistant" ? first.calls.length : 0;
    expect(bare.length).toBeLessThanOrEqual(last + balance);
    if (balance === 0) expect(bare.length).toBeLessThanOrEqual(last);
  });
  await fc.assert(property, runs);
});

const talkedNow: readonly Message[] = [
  { role: "user", text: "now", at: 0 },
  {
    role: "assistant",
    agent: "bob",
    turn: 99,
    text: "",
    calls: [{ key: "99.0", id: null, name: "look", arguments: "{}", handoff: false }],
  },
  { role: "tool", agent: "bob", call: "99.0", id: null, name: "look", status: "returned", output: 1, handoff: false },
];
