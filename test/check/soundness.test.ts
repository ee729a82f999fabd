import {
  checkEvents,
  checkGraph,
  checkRefinement,
  defineGraph,
  type Graph,
  type GraphCheckOptions,
  type GraphProperty,
  type MachineEvent,
  propertiesOf,
  toolFor,
} from "handoff-machine";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { unlimited } from "./unlimited.ts";

/* What was once told to hold and did not: each with a conversation that shows it. */

const usage = { inputTokens: 0, outputTokens: 0 };
const hi = (at: number): MachineEvent => ({ type: "user.message", text: "Hi", at });
const replied = (
  turn: number,
  calls: Extract<MachineEvent, { type: "model.replied" }>["calls"] = [],
): MachineEvent => ({
  type: "model.replied",
  turn,
  attempt: 1,
  model: "any",
  text: "Well.",
  calls,
  usage,
  offers: [],
  at: 50,
});
/** What a check says of a property, and the compiled machine of a conversation. */
function judged(
  graph: Graph,
  property: GraphProperty,
  { events, ...options }: GraphCheckOptions & { readonly events: readonly MachineEvent[] },
): readonly (string | undefined)[] {
  const [found] = checkGraph(graph, [property], { ...options, defaults: false }).results;
  const [real] = checkEvents(graph, events, [property]).results;
  return [found?.verdict, found?.replayed ?? "", real?.verdict];
}

const alone = defineGraph({
  id: "alone",
  start: "one",
  limits: unlimited,
  agents: { one: { instructions: "Answer." } },
});

describe("what the user says while a message waits", () => {
  test("is said: how often has no bound", () => {
    const [first, ...more] = [hi(1), hi(2), hi(3)];
    const twice: GraphProperty = { name: "x", kind: "atMost", count: 2, event: { says: true }, per: "exchange" };
    expect(judged(alone, twice, { events: [first, ...more] })).toEqual(["violated", "real", "violated"]);
    const most: GraphProperty = { name: "x", kind: "worst", event: { says: true }, per: "exchange" };
    const [result] = checkGraph(alone, [most], { defaults: false }).results;
    expect(result).toMatchObject({ verdict: "violated", finding: { kind: "supremum", value: "unbounded" } });
  });
});

describe("an exchange", () => {
  test("does not begin where a session ends", () => {
    const once: GraphProperty = {
      name: "x",
      kind: "atMost",
      count: 1,
      event: { either: [{ asksModel: true }, { ends: true }], when: { place: ["opened", "awaitingUser"] } },
      per: "exchange",
    };
    const events: readonly MachineEvent[] = [hi(1), replied(1), { type: "session.cancelled", at: 3 }];
    expect(judged(alone, once, { interventions: true, events })).toEqual(["violated", "real", "violated"]);
  });
});

test("where nobody decides in time, a call is denied without anybody denying it", () => {
  const tool = toolFor(z.object({}));
  const graphWith = (expiry: object): Graph =>
    defineGraph({
      id: "late",
      start: "one",
      variables: z.object({}),
      initial: {},
      tools: { pay: tool({ description: "Pays.", approval: true, ...expiry, run: () => ({ output: null }) }) },
      agents: { one: { instructions: "Pay.", tools: ["pay"] } },
    }) as unknown as Graph; // its names are not needed here
  const [lasting, expiring] = [graphWith({}), graphWith({ approvalExpires: 5 })];
  const { verdict, admits } = checkRefinement(expiring, lasting);
  expect(verdict).toBe("violated");
  expect(admits.map(({ what, replayed }) => [what, replayed])).toEqual([
    ["nobody decides in time about pay at one", "real"],
  ]);
  const back = checkRefinement(lasting, expiring);
  expect(back.admits).toEqual([]);
  expect(back.unsearched).toEqual([expect.stringMatching(/^the time to decide about pay is without end; it was /)]);
});

test("a conversation that the session's own end cuts short assumes that it does not, and is not spurious", () => {
  const graph = defineGraph({
    id: "short",
    start: "one",
    ends: [{ outcome: "over", session: { turns: { atLeast: 1 } } }],
    agents: { one: { instructions: "Answer." } },
  });
  const once: GraphProperty = { name: "x", kind: "atMost", count: 1, event: { answers: true }, per: "session" };
  const [found] = checkGraph(graph, [once], { defaults: false }).results;
  expect(found).toMatchObject({ verdict: "violated", replayed: "assumes" });
});

test("each of the calls that a model may not make counts as a refusal", () => {
  const graph = defineGraph({
    id: "once",
    start: "desk",
    limits: { ...unlimited, refusals: 2 },
    agents: {
      desk: { kind: "human", description: "Delegates.", handoffs: { bot: { mode: "delegate", maxTurns: 1 } } },
      bot: { description: "Answers once.", instructions: "Answer." },
    },
  });
  const calm: GraphProperty = { name: "x", kind: "never", what: { limit: true } };
  const [found] = checkGraph(graph, [calm], { defaults: false }).results;
  expect(found).toMatchObject({ verdict: "violated", replayed: "real", counted: ["refusals"] });
  expect(checkEvents(graph, found?.events ?? [], [calm]).verdict).toBe("violated");
});

test("what an agent is shown is ruled by its own view, once it got the conversation from itself", () => {
  const tool = toolFor(z.object({}));
  const graph = defineGraph({
    id: "again",
    start: "intake",
    variables: z.object({}),
    initial: {},
    tools: { read: tool({ description: "Reads.", run: () => ({ output: "secret" }) }) },
    limits: { ...unlimited, repairs: 1 },
    onLimit: { handoff: "sales" },
    agents: {
      intake: {
        description: "Reads.",
        instructions: "Read.",
        tools: ["read"],
        handoffs: { sales: { view: { hide: "calls" } } },
      },
      sales: { description: "Sells.", instructions: "Sell.", output: z.object({ sum: z.number() }) },
    },
  });
  const { leaksNot } = propertiesOf(graph);
  const [found] = checkGraph(graph, [leaksNot("x", "read", "sales")], { defaults: false, parallelCalls: 1 }).results;
  expect(found?.verdict).toBe("violated");
  expect(found?.trace?.steps.map(({ what }) => what)).toContain("hands over at a limit");
});

test.for([
  ["is gone", []],
  ["comes later", [{ outcome: "over", session: { turns: { atLeast: 9 } } }]],
] as const)("a graph admits more where an end that depends on the session %s", ([, ends]) => {
  const one = { instructions: "Answer." } as const;
  const old = defineGraph({
    id: "ends",
    start: "one",
    ends: [{ outcome: "over", session: { turns: { atLeast: 2 } } }],
    agents: { one },
  });
  const graph = defineGraph({ id: "ends", start: "one", ends, agents: { one } });
  expect(checkRefinement(graph, old)).toMatchObject({
    verdict: "unknown",
    unsearched: [expect.stringContaining("over")],
  });
  expect(checkRefinement(old, old)).toMatchObject({ verdict: "holds", unsearched: [] });
});

describe("what comes about only by a budget that nothing can spend", () => {
  const graph = defineGraph({
    id: "unspent",
    start: "one",
    limits: { ...unlimited, toolCalls: 5 },
    onLimit: { handoff: "two" },
    agents: {
      one: { description: "First.", instructions: "Answer.", handoffs: {} },
      two: { description: "Second.", instructions: "Answer.", handoffs: {} },
    },
  });

  test.for<GraphProperty>([
    { name: "reachable", kind: "reachable", what: { agent: "two" } },
    { name: "canAlways", kind: "canAlways", goal: { agent: "two" } },
    { name: "canForce", kind: "canForce", owners: ["user", "model", "machine"], goal: { agent: "two" } },
  ])("$name: it does not", (property) => {
    const [found] = checkGraph(graph as unknown as Graph, [property], { defaults: false }).results;
    expect(found).toMatchObject({ verdict: "violated", counted: ["toolCalls"] });
  });
});
