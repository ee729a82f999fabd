import {
  type AgentDefinition,
  checkRefinement,
  defineGraph,
  type Graph,
  type GraphDefinition,
  type GuardrailDefinition,
  type HandoffDefinition,
  toolFor,
} from "handoff-machine";
import { describe, expect, test } from "vitest";
import { z } from "zod";

/*
 * One thing is changed at a time, in both directions. What comes of it: the search finds it; or no search shows it, and it is
 * told; or it can only restrict. With each change nothing else is told.
 */

const variables = z.object({ open: z.boolean(), amount: z.number().min(0).max(20), note: z.string() });
type Values = z.infer<typeof variables>;
const make = toolFor(variables);

interface Parts {
  readonly tool?: Partial<Parameters<typeof make>[0]>;
  readonly agent?: AgentDefinition<string, string, Values>;
  readonly handoff?: HandoffDefinition<Values>;
  readonly graph?: Partial<GraphDefinition<string, string, typeof variables>>;
}

function desk({ tool = {}, agent = {}, handoff = {}, graph = {} }: Parts): Graph {
  return defineGraph<string, string, typeof variables>({
    id: "desk",
    start: "one",
    variables,
    initial: { open: true, amount: 0, note: "" },
    tools: { pay: make({ description: "Pays.", writes: ["amount"], run: () => ({ output: null }), ...tool }) },
    agents: {
      one: {
        description: "First.",
        instructions: "Pay.",
        tools: ["pay"],
        handoffs: { two: { when: { open: true, amount: { atLeast: 5 } }, ...handoff } },
        ...agent,
      },
      two: { description: "Second.", instructions: "Answer." },
    },
    ...graph,
  });
}

/** Nothing is possible that was not; the search shows something; or what is told besides. */
type Outcome = "nothing" | "found" | readonly string[];

function outcomeOf(now: Parts, before: Parts): Outcome {
  const { verdict, unsearched } = checkRefinement(desk(now), desk(before));
  if (verdict === "violated") return "found";
  expect(verdict).toBe(unsearched.length === 0 ? "holds" : "unknown");
  return unsearched.length === 0 ? "nothing" : unsearched;
}

type Row = readonly [what: string, before: Parts, now: Parts, there: Outcome, back: Outcome];

function judges(rows: readonly Row[]): void {
  test.for(rows)("%s", ([, before, now, there, back]) => {
    expect({ there: outcomeOf(now, before), back: outcomeOf(before, now) }).toEqual({ there, back });
  });
}

const paid = z.object({ amount: z.number() });
const over = (amount: number) => ({ amount: { moreThan: amount } });

describe("of a tool", () => {
  const input = paid;
  const asked = (approval: boolean | object): Parts => ({ tool: { input, approval } });
  judges([
    [
      "a condition of the approval is gone",
      asked(over(100)),
      asked(false),
      ["the approval of pay is never asked for; it was asked for when amount > 100"],
      "found",
    ],
    ["the approval becomes conditional", asked(true), asked(over(100)), "found", "nothing"],
    [
      "the approval is asked for less often",
      asked(over(100)),
      asked(over(1000)),
      ["the approval of pay is asked for when amount > 1000; it was asked for when amount > 100"],
      "nothing",
    ],
    [
      "the approval is asked for otherwise",
      asked({ amount: { moreThan: 100 } }),
      asked({ amount: { lessThan: 10 } }),
      ["the approval of pay is asked for when amount < 10; it was asked for when amount > 100"],
      ["the approval of pay is asked for when amount > 100; it was asked for when amount < 10"],
    ],
    ["the approval is gone", asked(true), asked(false), "found", "found"],
    [
      "there is more time to decide",
      { tool: { approval: true, approvalExpires: 1000 } },
      { tool: { approval: true, approvalExpires: 60_000 } },
      ["the time to decide about pay is 1 min; it was 1 s"],
      "nothing",
    ],
    [
      "there is no time to decide in",
      { tool: { approval: true, approvalExpires: 1000 } },
      { tool: { approval: true } },
      ["the time to decide about pay is without end; it was 1 s"],
      "found",
    ],
    [
      "it may take longer",
      { tool: { timeout: 1000 } },
      { tool: {} },
      ["the timeout of pay is without end; it was 1 s"],
      "nothing",
    ],
    [
      "it takes other arguments",
      { tool: { input: z.object({ amount: z.number().min(200) }) } },
      { tool: { input } },
      ['amount in the input of pay is {"type":"number"}; it was {"type":"number","minimum":200}'],
      "nothing",
    ],
    [
      "it takes arguments at all",
      { tool: {} },
      { tool: { input } },
      ['amount in the input of pay is {"type":"number"}; it was not there'],
      ["amount in the input of pay is not required; it was required"],
    ],
    [
      "it may give back anything",
      { tool: { output: z.string() } },
      { tool: {} },
      ['the output of pay is {}; it was {"type":"string"}'],
      "nothing",
    ],
    [
      "it is made again when a process died",
      { tool: { inDoubt: "fail" } },
      { tool: { inDoubt: "retry" } },
      ['inDoubt of pay is "retry"; it was "fail"'],
      "nothing",
    ],
    ["it writes what guards read", { tool: {} }, { tool: { writes: ["amount", "open"] } }, "found", "nothing"],
    [
      "it writes what no guard reads",
      { tool: {} },
      { tool: { writes: ["amount", "note"] } },
      ["what pay writes and no guard reads is note; it was nothing"],
      "nothing",
    ],
    ["it has a condition", { tool: { when: { open: false } } }, { tool: {} }, "found", "nothing"],
    [
      "another function, another text",
      { tool: {} },
      { tool: { description: "Other.", run: () => ({ output: 1 }) } },
      "nothing",
      "nothing",
    ],
  ]);
});

describe("of a handoff", () => {
  const reason = z.object({ ticket: z.string() });
  judges([
    [
      "onHandoff is gone",
      { handoff: { onHandoff: () => ({ refuse: "No." }) } },
      {},
      ["onHandoff of the handoff from one to two is gone; it was a function that may refuse it"],
      "nothing",
    ],
    [
      "it takes other arguments",
      { handoff: { input: reason } },
      {},
      ["ticket in the input of the handoff from one to two is not required; it was required"],
      ['ticket in the input of the handoff from one to two is {"type":"string"}; it was not there'],
    ],
    [
      "there is more time to decide",
      { handoff: { approval: true, approvalExpires: 1000 } },
      { handoff: { approval: true, approvalExpires: 2000 } },
      ["the time to decide about the handoff from one to two is 2 s; it was 1 s"],
      "nothing",
    ],
    [
      "another result is given back",
      { handoff: { mode: "delegate", result: z.object({ sum: z.int().min(0).max(9) }) } },
      { handoff: { mode: "delegate", result: z.object({ sum: z.int().min(0).max(10) }) } },
      [
        'sum in the result of the handoff from one to two is {"type":"integer","minimum":0,"maximum":10}; it was {"type":"integer","minimum":0,"maximum":9}',
      ],
      "nothing",
    ],
    [
      "the target sees more",
      { handoff: { view: { last: 3, hide: "calls" } } },
      { handoff: { view: { last: 10, hide: "calls" } } },
      ["the view of the handoff from one to two is last 10, without calls; it was last 3, without calls"],
      "nothing",
    ],
    [
      "the target sees what it sees of everything",
      { handoff: { view: { last: 3 } } },
      {},
      ["the view of the handoff from one to two is that of two: all but handoffs; it was last 3"],
      "nothing",
    ],
    [
      "it writes what no guard reads",
      {},
      { handoff: { set: { note: "x" } } },
      ["what the handoff from one to two writes and no guard reads is note; it was nothing"],
      "nothing",
    ],
    ["its condition", { handoff: { when: { amount: { atLeast: 9 } } } }, { handoff: { when: {} } }, "found", "nothing"],
    ["it is approved", { handoff: { approval: true } }, {}, "found", "found"],
    [
      "it may be taken again",
      { handoff: { maxTimes: 1, mode: "delegate" } },
      { handoff: { mode: "delegate" } },
      "found",
      "nothing",
    ],
    [
      "it gets longer",
      { handoff: { mode: "delegate", maxTurns: 1 } },
      { handoff: { mode: "delegate", maxTurns: 2 } },
      "found",
      "nothing",
    ],
    ["texts", {}, { handoff: { tool: "over", description: "Over.", offer: "always" } }, "nothing", "nothing"],
  ]);
});

describe("of an agent", () => {
  judges([
    [
      "the form of its answers is free",
      { agent: { output: z.object({ sum: z.number() }) } },
      {},
      ['the output of one is {}; it was {"type":"object","properties":{"sum":{"type":"number"}},"required":["sum"]}'],
      "found", // it may be asked again, and answers twice
    ],
    [
      "it ends with another result",
      { agent: { canEnd: { result: z.object({ sum: z.enum(["a"]) }) } } },
      { agent: { canEnd: { result: z.object({ sum: z.enum(["a", "b"]) }) } } },
      [
        'sum in the result that one ends with is {"type":"string","enum":["a","b"]}; it was {"type":"string","enum":["a"]}',
      ],
      "nothing",
    ],
    [
      "it sees more",
      { agent: { view: { last: 3 } } },
      {},
      ["the view of one is all but handoffs; it was last 3"],
      "nothing",
    ],
    [
      "it is shown a summary of what it did not see",
      { agent: { view: { last: 3 } } },
      { agent: { view: { last: 3, summary: true } } },
      ["the view of one is last 3, summary of the rest, 20 kept; it was last 3"],
      ["the view of one is last 3; it was last 3, summary of the rest, 20 kept"],
    ],
    [
      "its summaries are asked for in other words",
      { agent: { view: { summary: { instructions: "Shorten." } } } },
      { agent: { view: { summary: { instructions: "Sum up." } } } },
      "nothing",
      "nothing",
    ],
    [
      "it is shown what a function selects",
      {},
      { agent: { view: { name: "mine", select: (messages) => messages } } },
      ["the view of one is mine(); it was all but handoffs"],
      ["the view of one is all but handoffs; it was mine()"],
    ],
    ["it may end", {}, { agent: { canEnd: true } }, "found", "nothing"],
    ["it may ask", {}, { agent: { canAsk: true } }, "found", "nothing"],
    ["it has no tool", {}, { agent: { tools: [] } }, "nothing", "found"],
    ["it has a route", {}, { agent: { routes: [{ when: { open: true }, to: "two" }] } }, "found", "found"],
    ["it goes on by itself", {}, { agent: { afterReply: [{ stay: { maxTurns: 1 } }] } }, "found", "nothing"],
    ["it is a person", {}, { agent: { kind: "human", tools: [], instructions: "" } }, "found", "found"],
    [
      "texts and settings",
      {},
      { agent: { instructions: "Else.", settings: { temperature: 1 } } },
      "nothing",
      "nothing",
    ],
  ]);
});

describe("of the budgets", () => {
  const limited = (limits: object, more: Parts["graph"] = {}): Parts => ({ graph: { ...more, limits } });
  const all = { modelCalls: null, toolCalls: null, handoffs: null, refusals: null, repairs: null };
  const prices = (input: number, output: number) => ({ small: { input, output }, large: { input: 9, output: 9 } });
  judges([
    [
      "one is raised",
      limited({ toolCalls: 3 }),
      limited({ toolCalls: 5 }),
      ["the limit of toolCalls is 5; it was 3"],
      "nothing",
    ],
    ...(["tokens", "cost", "pingPong", "repairs"] as const).map(
      (name): Row => [
        `that of ${name} is lifted`,
        limited({ [name]: 3 }, { prices: prices(1, 1) }),
        limited({ [name]: null }, { prices: prices(1, 1) }),
        [`the limit of ${name} is lifted; it was 3`],
        "nothing",
      ],
    ),
    [
      "that of time is raised",
      limited({ time: 1000 }),
      limited({ time: 60_000 }),
      ["the limit of time is 1 min; it was 1 s"],
      "nothing",
    ],
    [
      "one that leads to an agent is lower, and another could lead there unseen",
      limited({ toolCalls: 3 }, { onLimit: { handoff: "two" } }),
      limited({ toolCalls: 2 }, { onLimit: { handoff: "two" } }),
      "nothing",
      ["the limit of toolCalls is 3; it was 2"],
    ],
    [
      "one that leads to an agent is lower",
      limited({ ...all, toolCalls: 3 }, { onLimit: { handoff: "two" } }),
      limited({ ...all, toolCalls: 2 }, { onLimit: { handoff: "two" } }),
      ["the limit of toolCalls is 2; it was 3"],
      ["the limit of toolCalls is 3; it was 2"],
    ],
    [
      "a spent one can be resumed",
      { graph: { onLimit: "askUser" } },
      { graph: { onLimit: "fail" } },
      ["what a spent budget leads to is a failure that can be resumed; it was the word for the user"],
      "nothing",
    ],
    ["a spent one leads to an agent", {}, { graph: { onLimit: { handoff: "two" } } }, "found", "nothing"],
    [
      "a model is cheaper",
      limited({ cost: 1 }, { prices: prices(5, 5) }),
      limited({ cost: 1 }, { prices: prices(5, 1) }),
      ["the price of small is 5 and 1; it was 5 and 5"],
      "nothing",
    ],
    [
      "a model has no price any more, and costs as much as the dearest",
      limited({ cost: 1 }, { prices: prices(5, 5) }),
      limited({ cost: 1 }, { prices: { large: { input: 9, output: 9 } } }),
      "nothing",
      ["the price of small is 5 and 5; it was 9 and 9"],
    ],
    [
      "a model is cheaper, and nothing limits costs",
      { graph: { prices: prices(5, 5) } },
      { graph: { prices: prices(1, 1) } },
      "nothing",
      "nothing",
    ],
    [
      "another model is asked",
      { graph: { limits: { cost: 1 }, prices: prices(1, 1) }, agent: { settings: { model: "large" } } },
      { graph: { limits: { cost: 1 }, prices: prices(1, 1) }, agent: { settings: { model: "small" } } },
      ["the model of one, under a limit of costs, is small; it was large"],
      ["the model of one, under a limit of costs, is large; it was small"],
    ],
    ["how often a model is asked again", {}, { graph: { retry: { attempts: 9 } } }, "nothing", "nothing"],
  ]);

  test("what is counted is searched", () => {
    const [three, five] = [limited({ toolCalls: 3 }), limited({ toolCalls: 5 })].map(desk);
    if (three === undefined || five === undefined) throw new RangeError("There are two.");
    const options = { counted: ["toolCalls"], parallelCalls: 1 } as const;
    expect(checkRefinement(five, three, options)).toMatchObject({ verdict: "violated", unsearched: [] });
    expect(checkRefinement(three, five, options)).toMatchObject({ verdict: "holds", unsearched: [] });
  });
});

describe("of what stands over all agents", () => {
  const ended = (...ends: NonNullable<NonNullable<Parts["graph"]>["ends"]>): Parts => ({ graph: { ends } });
  const late = { outcome: "late", session: { elapsed: { atLeast: 1000 } } } as const;
  const later = { outcome: "late", session: { elapsed: { atLeast: 60_000 } } } as const;
  const closed = { outcome: "closed", when: { open: false } } as const;
  judges([
    [
      "an end on the session comes later",
      ended(late),
      ended(later),
      ['the end "late" is met when elapsed ≥ 1 min; it was met when elapsed ≥ 1 s'],
      ['the end "late" is met when elapsed ≥ 1 s; it was met when elapsed ≥ 1 min'],
    ],
    [
      "an end on the session is gone",
      ended(late),
      ended(),
      ['the end "late" is gone; it was met when elapsed ≥ 1 s'],
      "found",
    ],
    [
      "an end on the variables",
      ended(closed),
      ended({ ...closed, when: { amount: { atLeast: 9 } } }),
      "found",
      "found",
    ],
    [
      "ends are read in another order",
      ended(late, { ...closed, when: { amount: { atLeast: 5 } } }),
      ended({ ...closed, when: { amount: { atLeast: 5 } } }, late),
      [
        "the order of the ends is closed when amount ≥ 5, late when elapsed ≥ 1 s; it was late when elapsed ≥ 1 s, closed when amount ≥ 5",
      ],
      "found",
    ],
    [
      "a model may end as an end on the session does",
      ended(late),
      { ...ended(late), agent: { canEnd: { outcome: "late" } } },
      ['what else ends as "late" is one by its model; it was nothing'],
      "nothing",
    ],
    [
      "a guardrail ends as an end on the session does",
      ended(late),
      { graph: { ends: [late], guardrails: { safe: { on: "input", check: () => "pass", onTrip: { end: "late" } } } } },
      ['what else ends as "late" is the guardrail safe; it was nothing'],
      ["the guardrail safe is gone; it was on input"],
    ],
    ["who gets the next message", {}, { graph: { entry: "start" } }, "found", "found"],
    [
      "what a message withdraws",
      { tool: { approval: true } },
      { tool: { approval: true }, graph: { whilePending: "withdraw" } },
      "found",
      "found",
    ],
    ["several handoffs in one reply", { graph: { severalHandoffs: "refuseAll" } }, {}, "nothing", "nothing"],
    [
      "how deep delegations are",
      { handoff: { mode: "delegate" }, graph: { delegationDepth: 1 } },
      { handoff: { mode: "delegate" } },
      "nothing",
      "nothing",
    ],
  ]);

  test("with one call in each reply, several handoffs are told", () => {
    const report = checkRefinement(desk({}), desk({ graph: { severalHandoffs: "refuseAll" } }), { parallelCalls: 1 });
    expect(report.unsearched).toEqual([
      "what comes of several handoffs in one reply is the first that is open; it was none",
    ]);
  });

  test("a model that costs less is told where costs end the session", () => {
    const priced = (input: number) =>
      desk({
        graph: {
          prices: { small: { input, output: 1 } },
          ends: [{ outcome: "dear", session: { cost: { atLeast: 1 } } }],
        },
      });
    expect(checkRefinement(priced(2), priced(1)).unsearched).toContain("the price of small is 2 and 1; it was 1 and 1");
  });
});

describe("of a guardrail", () => {
  const check = (): "pass" => "pass";
  type Checks = GuardrailDefinition<string, string, Values>;
  const guarded = (own: Partial<Checks> = {}, more: Readonly<Record<string, Checks>> = {}): Parts => ({
    graph: { guardrails: { ...more, safe: { on: "output", check, ...own } } },
  });
  judges([
    ["it is gone", guarded(), {}, ["the guardrail safe is gone; it was on output"], "nothing"],
    [
      "it checks fewer agents",
      guarded(),
      guarded({ agents: ["one"] }),
      ["who is checked by the guardrail safe is one; it was every agent"],
      "nothing",
    ],
    [
      "it checks fewer tools",
      guarded({ on: "arguments" }),
      guarded({ on: "arguments", tools: [] }),
      ["what is checked by the guardrail safe is none; it was every tool"],
      "nothing",
    ],
    [
      "it checks all tools, by name",
      guarded({ on: "arguments" }),
      guarded({ on: "arguments", tools: ["pay"] }),
      "nothing",
      "nothing",
    ],
    [
      "it is asked beside the model",
      guarded({ on: "input" }),
      guarded({ on: "input", beside: true }),
      ["the time of the guardrail safe is beside the model; it was before the model"],
      "nothing",
    ],
    [
      "it passes where its check fails",
      guarded(),
      guarded({ onError: "pass" }),
      ['onError of the guardrail safe is "pass"; it was "trip"'],
      "nothing",
    ],
    [
      "the model is asked again",
      guarded(),
      guarded({ onTrip: "retry" }),
      ['onTrip of the guardrail safe is "retry"; it was "refuse"'],
      ['onTrip of the guardrail safe is "refuse"; it was "retry"'],
    ],
    [
      "it leads away",
      guarded(),
      guarded({ onTrip: { to: "two" } }),
      "found",
      ['onTrip of the guardrail safe is "refuse"; it was a way to two'],
    ],
    [
      "another stands before it",
      guarded(),
      guarded({}, { first: { on: "output", check } }),
      ["what comes before the guardrail safe and may rewrite what it checks is first; it was nothing"],
      ["the guardrail first is gone; it was on output"],
    ],
    [
      "it checks something else",
      guarded(),
      guarded({ on: "input" }),
      ["the place of the guardrail safe is input; it was output"],
      ["the place of the guardrail safe is output; it was input"],
    ],
    [
      "what is said, another function",
      guarded(),
      guarded({ say: "No.", check: () => ({ trip: "x" }) }),
      "nothing",
      "nothing",
    ],
  ]);
});
