import { inspect } from "node:util";
import {
  assertGraph,
  CheckError,
  checkGraph,
  defineGraph,
  formatReport,
  type Graph,
  type GraphCheckOptions,
  type GraphProperty,
  type GraphResult,
  type GraphShape,
  propertiesOf,
  UsageError,
} from "handoff-machine";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { supportDesk } from "../../machines/support-desk.ts";
import { bypassDesk, mill, payDesk } from "./desks.ts";

const own: GraphCheckOptions = { defaults: false };
const verified = { variables: { verified: true } } as const;

describe("the support desk", () => {
  const { at, before, always, userCanAlways } = propertiesOf(supportDesk);

  test("whatever every graph is asked holds", () => {
    const report = checkGraph(supportDesk);
    expect(report).toMatchObject({ graph: "support-desk", verdict: "holds", complete: true, stoppedBy: null });
    expect(report.results.every(({ isDefault, verdict }) => isDefault && verdict === "holds")).toBe(true);
    expect(namesOf(report.results)).toEqual(
      expect.arrayContaining([
        "refunds can get the conversation",
        "triage → refunds can be refused",
        "issueRefund can run",
      ]),
    );
  });

  test("a result has its way for whoever prints, copies or writes it", () => {
    const find = (): GraphResult | undefined =>
      checkGraph(supportDesk).results.find(({ name }) => name === "issueRefund can run");
    expect(inspect(find())).toMatch(/trace: \{.*replayed: 'real'/s);
    for (const copy of [structuredClone(find()), JSON.parse(JSON.stringify(find())), { ...find() }]) {
      expect(copy).toMatchObject({ verdict: "holds", replayed: "real", trace: { loopStart: null } });
      expect(copy.trace.steps.length).toBeGreaterThan(3);
    }
  });

  test("before, at and always give three answers to what sounds alike", () => {
    const [isBefore, isAt, isAlways] = checkGraph(
      supportDesk,
      [
        before("identity is checked before a refund", { returns: "verifyIdentity" }, { runs: "issueRefund" }),
        at("verified when a refund is paid", { runs: "issueRefund" }, verified),
        always("refunded only while verified", { any: [{ variables: { refunded: false } }, verified] }),
      ],
      own,
    ).results;
    expect([isBefore?.verdict, isAt?.verdict, isAlways?.verdict]).toEqual(["holds", "holds", "violated"]);
    expect(told(isAlways)).toEqual([
      "user: says something",
      "triage: calls verifyIdentity, hands off to refunds",
      "tool: verifyIdentity returns",
      "machine: hands off to refunds",
      "refunds: calls issueRefund, hands off to triage",
      "tool: issueRefund returns",
      "machine: hands off to triage",
      "triage: calls verifyIdentity",
      "tool: verifyIdentity returns",
    ]);
    expect(isAlways).toMatchObject({ replayed: "real", blame: [{ from: "refunds", to: "triage" }] });
  });

  test("people can always get the word again, or end it, where they may interfere", () => {
    const rest = userCanAlways("the user gets out", { place: ["awaitingUser", "completed", "cancelled"] });
    expect(checkGraph(supportDesk, [rest], { ...own, interventions: true }).verdict).toBe("holds");
  });
});

describe("a desk with a way round the guard", () => {
  const { at, before } = propertiesOf(bypassDesk);

  test("the shortest conversation shows it, and blame names the edges", () => {
    const [result] = checkGraph(
      bypassDesk,
      [at("verified when a refund is paid", { runs: "refund" }, verified)],
      own,
    ).results;
    expect(result?.verdict).toBe("violated");
    expect(told(result)).toEqual([
      "user: says something",
      "triage: hands off to supervisor",
      "machine: hands off to supervisor",
      "supervisor: hands off to refunds",
      "machine: hands off to refunds",
      "refunds: calls refund",
      "approver: allows refund",
      "› tool: refund returns",
    ]);
    expect(result?.trace?.steps.map(({ agent, place }) => `${agent}.${place}`).slice(4, 7)).toEqual([
      "refunds.awaitingModel",
      "refunds.awaitingApproval",
      "refunds.awaitingTools",
    ]);
    expect(result).toMatchObject({
      replayed: "real",
      blame: [
        { from: "triage", to: "supervisor" },
        { from: "supervisor", to: "refunds" },
      ],
    });
  });

  test("assertGraph throws the counterexample, and all that was found", () => {
    const properties = [before("verify before refund", { returns: "verify" }, { runs: "refund" })];
    const error = thrownBy(() => assertGraph(bypassDesk, properties));
    expect(error).toBeInstanceOf(CheckError);
    expect(error).toMatchObject({
      code: "property_violated",
      report: { graph: "bypass-desk", verdict: "violated" },
      message: expect.stringMatching(
        /^1 of \d+ properties of "bypass-desk" does not hold\.\n\nVIOLATED {2}verify before refund/,
      ),
    });
    const { message = "", stack = "" } = error instanceof CheckError ? error : {};
    expect(stack.slice(`CheckError: ${message}\n`.length).split("\n")[0]).toContain("check-graph.test.ts");
    expect(assertGraph(bypassDesk).verdict).toBe("holds");
  });
});

describe("each kind of property, once held and once violated", () => {
  const make = propertiesOf(payDesk);
  const rest = { place: ["awaitingUser", "completed"] } as const;
  const over = { any: [{ agent: "boss" }, { place: "completed" }] } as const;
  const asked = { place: "awaitingApproval" } as const;
  type One = GraphProperty<ShapeOf<typeof payDesk>>;

  const pairs: readonly (readonly [holding: One, violated: One])[] = [
    [make.always("a", { not: { agent: "boss", pending: "pay" } }), make.always("b", { agent: "clerk" })],
    [make.never("a", { handoff: { from: "boss" } }), make.never("b", { enters: "boss" })],
    [
      make.never("a", { agent: "boss", place: "awaitingTools" }),
      make.never("b", { agent: "boss", place: "awaitingUser" }),
    ],
    [
      make.never("a", { follows: { agent: "clerk" } }),
      make.never("b", { either: [{ follows: { agent: "boss" } }, { says: true }] }),
    ],
    [make.onlyVia("a", "boss", ["clerk"]), make.onlyVia("b", "boss", [])],
    [make.at("a", { runs: "pay" }, { agent: "clerk" }), make.at("b", { says: true }, { place: "awaitingUser" })],
    [make.reachable("a", { ends: "done" }), make.reachable("b", { handoff: { from: "boss", to: "clerk" } })],
    [
      make.before("a", { approves: "pay" }, { runs: "pay" }, { per: { calls: "pay" } }),
      make.before("b", { returns: "look" }, { runs: "pay" }),
    ],
    [make.atMost("a", 1, { handoff: {} }), make.atMost("b", 2, { runs: "pay" })],
    [make.worst("a", { handoff: {} }), make.worst("b", { runs: "pay" })],
    [make.leadsTo("a", asked, { not: asked }, { weak: ["approver"] }), make.leadsTo("b", asked, { not: asked })],
    [
      make.eventually("a", { place: "awaitingModel" }, { weak: ["user"] }),
      make.eventually("b", { place: "completed" }, { weak: ["user", "model", "machine"] }),
    ],
    [make.canAlways("a", rest), make.canAlways("b", { agent: "clerk" })],
    [make.userCanAlways("a", { not: { place: "opened" } }), make.userCanAlways("b", rest)],
    [
      make.canForce("a", ["user", "approver", "model", "machine"], over),
      make.canForce("b", ["user", "approver", "machine"], over),
    ],
    [
      make.always("a", make.implies({ pending: "pay" }, { agent: "clerk" })),
      make.always("b", make.implies({ agent: "clerk" }, { pending: "pay" })),
    ],
  ];

  test.for(pairs.map((pair) => [pair[0].kind, pair] as const))("%s", ([, [holding, violated]]) => {
    const [one, other] = checkGraph(payDesk, [holding, violated], own).results;
    expect([one?.verdict, other?.verdict]).toEqual(["holds", "violated"]);
    expect(other?.replayed).not.toBe("spurious");
  });

  test("a violation of what leads to something ends in what repeats for ever", () => {
    const [result] = checkGraph(payDesk, [make.leadsTo("decided", asked, { not: asked })], own).results;
    expect(told(result).slice(0, 2)).toEqual(["user: says something", "clerk: calls pay"]);
    expect(result?.trace?.loopStart).toBe(2);
  });

  test("the most that can happen is told, and that there is no bound", () => {
    const { results } = checkGraph(
      payDesk,
      [make.worst("handoffs", { handoff: {} }), make.worst("payments", { runs: "pay" })],
      own,
    );
    expect(results.map(({ finding }) => finding)).toMatchObject([{ value: 1 }, { value: "unbounded" }]);
  });

  test("how often too much happens is marked", () => {
    const [result] = checkGraph(payDesk, [make.atMost("one payment", 1, { runs: "pay" })], own).results;
    expect(told(result).filter((step) => step.startsWith("›"))).toEqual(["› tool: pay returns", "› tool: pay returns"]);
  });

  test("what can be reached is told by a shortest conversation", () => {
    const [result] = checkGraph(payDesk, [make.reachable("it ends", { ends: "done" })], own).results;
    expect(told(result).map((step) => step.replace("› ", ""))).toEqual([
      "user: says something",
      "clerk: hands off to boss",
      "machine: hands off to boss",
      "boss: ends the conversation",
      "machine: ends the conversation",
    ]);
  });
});

describe("what every graph is asked finds", () => {
  test("an edge that can never be taken, and the agent behind it", () => {
    const graph = defineGraph({
      id: "dead",
      start: "one",
      variables: z.object({ level: z.int().min(0).max(3) }),
      initial: { level: 0 },
      agents: {
        one: { description: "1", instructions: "x", handoffs: { two: {}, three: { when: { level: { atLeast: 2 } } } } },
        two: { description: "2", instructions: "x" },
        three: { description: "3", instructions: "x" },
      },
    });
    expect(namesOf(checkGraph(graph).results.filter(({ verdict }) => verdict === "violated"))).toEqual([
      "three can get the conversation",
      "one → three can be taken",
    ]);
  });

  test("a route and a rule that others stand before", () => {
    const graph = defineGraph({
      id: "shadowed",
      start: "one",
      variables: z.object({ isLate: z.boolean() }),
      initial: { isLate: false },
      agents: {
        one: {
          description: "1",
          instructions: "x",
          afterReply: [{ to: "two" }, { when: { isLate: true }, to: "two" }],
        },
        two: { description: "2", instructions: "x", routes: [{ when: { isLate: true }, to: "one" }] },
      },
    });
    expect(namesOf(checkGraph(graph).results.filter(({ verdict }) => verdict === "violated"))).toEqual([
      "rule 2 after a reply of one can be taken",
      "route 1 of two can be taken",
    ]);
  });

  test("that a handoff which needs approval is taken when a person has allowed it", () => {
    const graph = defineGraph({
      id: "allowed",
      start: "one",
      agents: {
        one: { description: "1", instructions: "x", handoffs: { two: { approval: true } } },
        two: { description: "2", instructions: "x", handoffs: { one: {} } },
      },
    });
    const { results } = checkGraph(graph);
    expect(results.find(({ name }) => name === "one → two is taken only when a person has allowed it")).toMatchObject({
      verdict: "holds",
    });
  });

  test("that a conversation cannot come to rest any more, and where that begins", () => {
    const broken = checkGraph(mill).results.filter(({ verdict }) => verdict !== "holds");
    expect(namesOf(broken)).toEqual(["the conversation can always come to rest"]);
    expect(told(broken[0])).toEqual(["user: says something", "desk: hands off to one", "machine: hands off to one"]);
    expect(broken[0]?.blame).toEqual([{ from: "desk", to: "one" }]);
  });
});

describe("what could be taken for something else", () => {
  const pair = (outcome: string): Graph =>
    defineGraph({
      id: "pair",
      start: "one",
      agents: {
        one: { instructions: "x", description: "1", handoffs: { two: {} } },
        two: { instructions: "x", description: "2", handoffs: { one: {} }, canEnd: { outcome } },
      },
    });

  test.each(["none", "none yet"])("an outcome may be named %j", (outcome) => {
    const { always, reachable } = propertiesOf(pair(outcome));
    const asked = [always("it is always over", { outcome }), reachable("it can be over", { outcome })];
    expect(checkGraph(pair(outcome), asked, own).results.map(({ verdict }) => verdict)).toEqual(["violated", "holds"]);
  });

  test("a budget is counted once, however often it is named", () => {
    for (const counted of [["handoffs"], ["modelCalls", "modelCalls"]] as const) {
      expect(checkGraph(pair("over"), [], { counted }).verdict).toBe("holds");
    }
  });

  test("a variable that may be absent has a value that no guard knows: nothing is proven of it", () => {
    const graph = defineGraph({
      id: "language",
      start: "one",
      variables: z.object({ language: z.string().optional() }),
      initial: {},
      agents: {
        one: { instructions: "x", description: "1", handoffs: { two: { when: { language: { not: "de" } } } } },
        two: { instructions: "x", description: "2" },
      },
    });
    expect(() => checkGraph(graph)).toThrow(/"language" of graph "language" may be absent.*Make it nullable/);
  });
});

describe("what rests on budgets is looked at again, with those counted on which it rests", () => {
  test("what is always possible must not rest on a budget that is never spent", () => {
    const graph = defineGraph({
      id: "poor",
      start: "one",
      limits: { modelCalls: 1 },
      onLimit: "fail",
      agents: {
        one: { instructions: "x", handoffs: { two: {} }, afterReply: [{ to: "three" }] },
        two: { instructions: "x", description: "2" },
        three: { instructions: "x", description: "3", afterReply: [{ to: "one" }] },
      },
    });
    const { canAlways, reachable } = propertiesOf(graph);
    const asked = [canAlways("rest", { place: "awaitingUser" }), reachable("ever", { place: "awaitingUser" })];
    expect(checkGraph(graph, asked, own).results.map(({ verdict }) => verdict)).toEqual(["violated", "violated"]);
  });

  test("that the user gets the word is forced by the budget of model calls alone", () => {
    const { userCanAlways } = propertiesOf(payDesk);
    const word = userCanAlways("the user gets the word", { place: ["awaitingUser", "failed", "completed"] });
    const [result] = checkGraph(payDesk, [word], own).results;
    expect(result).toMatchObject({ verdict: "holds", counted: ["modelCalls"] });
  });

  test.each([{}, { tokens: 1000 }])("what a fresh budget affords needs no counting: limits %j", (limits) => {
    const graph = defineGraph({
      id: "rich",
      start: "one",
      limits: { modelCalls: 60, handoffs: 25, ...limits },
      agents: {
        one: { instructions: "x", description: "1", handoffs: { two: {} } },
        two: { instructions: "x", description: "2", handoffs: { one: {} } },
      },
    });
    const two = propertiesOf(graph).canAlways("two can always get it", { agent: "two" });
    expect(checkGraph(graph, [two], own).results).toMatchObject([{ verdict: "holds", counted: [] }]);
  });

  test("a fresh budget keeps no end away that comes first", () => {
    const graph = defineGraph({
      id: "curt",
      start: "one",
      agents: {
        one: { instructions: "x", description: "1", handoffs: { two: {} } },
        two: { instructions: "x", description: "2", handoffs: { one: {} } },
      },
      ends: [{ outcome: "said", session: { messages: { atLeast: 1 } } }],
    });
    const two = propertiesOf(graph).canAlways("two can always get it", { agent: "two", place: "awaitingModel" });
    expect(checkGraph(graph, [two], own).verdict).not.toBe("holds");
  });

  test("nor does a guardrail on the input take the word away", () => {
    const guarded = defineGraph({
      id: "guarded",
      start: "one",
      agents: { one: { instructions: "x" } },
      guardrails: { polite: { on: "input", check: () => "pass" } },
    });
    const word = propertiesOf(guarded).userCanAlways("word", { place: ["awaitingUser", "failed", "completed"] });
    expect(checkGraph(guarded, [word], own).verdict).toBe("holds");
  });

  test("the most model calls in an exchange are told when nothing is left that it rests on", () => {
    const { worst } = propertiesOf(supportDesk);
    const calls = worst("model calls", { asksModel: true }, { per: "exchange" });
    const [result] = checkGraph(supportDesk, [calls], own).results;
    expect(result).toMatchObject({ verdict: "holds", finding: { value: supportDesk.limits.modelCalls } });
    expect(result?.counted).toContain("modelCalls");
    expect(result?.replayed).toBe("real");
  });

  test("that it can always end is not known where only an end does it that may be past", () => {
    const graph = defineGraph({
      id: "early",
      start: "one",
      agents: { one: { instructions: "x" } },
      ends: [{ outcome: "early", session: { turns: { atMost: 1 }, text: { by: "user", includes: "bye" } } }],
    });
    const report = checkGraph(graph, [propertiesOf(graph).canAlways("over", { place: "completed" })], own);
    expect(report.results).toMatchObject([{ verdict: "unknown", replayed: "assumes" }]);
    expect(formatReport(report)).toContain("unknown   over  it rests on what the model does not count");
  });

  test("an end that is assumed rests on no budget", () => {
    const graph = defineGraph({
      id: "closing-time",
      start: "one",
      agents: { one: { description: "1", instructions: "x" } },
      ends: [{ outcome: "late", session: { elapsed: { moreThan: 1000 } } }],
    });
    const { results } = checkGraph(graph);
    const late = results.find(({ name }) => name === 'it can end as "late"');
    expect(late).toMatchObject({ verdict: "holds", replayed: "assumes", counted: [] });
  });
});

describe("what cannot be answered is not passed over", () => {
  const make = propertiesOf(payDesk);

  test("a property about what never happens is vacuous, and does not count as holding", () => {
    const report = checkGraph(
      payDesk,
      [make.at("never", { handoff: { from: "boss", to: "clerk" } }, { agent: "boss" })],
      own,
    );
    expect(report).toMatchObject({ verdict: "vacuous", results: [{ verdict: "vacuous", trace: null }] });
    expect(formatReport(report)).toMatch(/^vacuous/m);
  });

  test("a budget that ends the search leaves open what it has not shown", () => {
    const properties = [make.never("no pay", { runs: "pay" }), make.never("nobody speaks", { says: true })];
    const report = checkGraph(payDesk, properties, { ...own, states: 3 });
    expect(report).toMatchObject({ verdict: "violated", complete: false, stoppedBy: "states" });
    expect(report.results.map(({ verdict }) => verdict)).toEqual(["unknown", "violated"]);
  });

  test("two properties of one name are an error that names it", () => {
    const twice = [make.never("no pay", { runs: "pay" }), make.reachable("no pay", { runs: "pay" })];
    expect(thrownBy(() => checkGraph(payDesk, twice, own))).toMatchObject({
      message: expect.stringContaining('"no pay"'),
    });
  });

  test("a predicate over a variable without bounds is an error with remedies", () => {
    const odd = { name: "odd", reads: ["amount"], test: ({ amount }: { amount: number }) => amount % 2 === 1 } as const;
    const graph = defineGraph({
      id: "endless",
      start: "one",
      variables: z.object({ amount: z.number() }),
      initial: { amount: 0 },
      agents: {
        one: { description: "1", instructions: "x", handoffs: { two: { when: { predicate: odd } } } },
        two: { description: "2", instructions: "x" },
      },
    });
    const error = thrownBy(() => checkGraph(graph));
    expect(error).toBeInstanceOf(UsageError);
    for (const part of ['Variable "amount" of graph "endless"', "predicate", "enum", "between two bounds"]) {
      expect(String(error)).toContain(part);
    }
  });

  type Test = (values: Readonly<Record<string, unknown>>) => boolean;

  test.for<[string, Test, string]>([
    ["reads what it does not declare", ({ other }) => other === true, 'read "other"'],
    ["is asynchronous", (async () => true) as unknown as Test, "returned a promise"],
    ["writes", (values) => Reflect.set(values, "isLate", true), 'wrote "isLate"'],
    ["returns no boolean", (() => 1) as unknown as Test, "returned number"],
  ])("a predicate that %s is an error, not one that never holds", ([, test, message]) => {
    const predicate = { name: "odd", reads: ["isLate"], test } as const;
    const graph = defineGraph({
      id: "impure",
      start: "one",
      variables: z.object({ isLate: z.boolean(), other: z.boolean() }),
      initial: { isLate: false, other: true },
      agents: {
        one: { description: "1", instructions: "x", handoffs: { two: { when: { predicate } } } },
        two: { description: "2", instructions: "x" },
      },
    });
    const error = thrownBy(() => checkGraph(graph));
    expect(error).toBeInstanceOf(UsageError);
    expect(String(error)).toContain(message);
  });

  test.for<[string, unknown]>([
    ["agent", { agent: "nobody" }],
    ["agent of an event", { enters: "nobody" }],
    ["agent of a handoff", { handoff: { to: "nobody" } }],
    ["agent in a condition", { says: true, when: { agent: "nobody" } }],
    ["agent inside either", { either: [{ says: true }, { enters: "nobody" }] }],
    ["tool", { calls: "nothing" }],
    ["tool of a state", { pending: "nothing" }],
    ["variable", { variables: { nothing: true } }],
    ["outcome", { ends: "nothing" }],
    ["outcome of a state", { outcome: "nothing" }],
    ["place", { place: "nowhere" }],
    ["event", { evnts: "boss" }],
    ["event with two keys", { enters: "boss", runs: "pay" }],
    ["route", { follows: { agent: "clerk", route: 0 } }],
    ["agent of a route", { follows: { agent: "nobody" } }],
  ])("an unknown %s is an error", ([, what]) => {
    const property = JSON.parse(JSON.stringify({ name: "misspelt", kind: "never", what })); // as it comes without types
    expect(thrownBy(() => checkGraph(payDesk, [property], own))).toBeInstanceOf(UsageError);
  });

  test("an event with a key that is undefined is an error, not one that never occurs", () => {
    const property = { name: "void", kind: "never", what: { enters: undefined, runs: "pay" } } as unknown;
    const error = thrownBy(() => checkGraph(payDesk, [property as GraphProperty], own));
    expect(String(error)).toContain("what.enters is undefined: leave it out");
  });

  test("a property whose name is no text is an error", () => {
    const property = { name: Number.NaN, kind: "never", what: { runs: "nothing" } } as unknown;
    expect(thrownBy(() => checkGraph(payDesk, [property as GraphProperty], own))).toBeInstanceOf(UsageError);
  });
});

type ShapeOf<Some> = Some extends Graph<infer Shape extends GraphShape> ? Shape : never;

/** Who does what, step by step; what the property speaks of is marked. */
function told(result: GraphResult | undefined): readonly string[] {
  return (result?.trace?.steps ?? []).map(({ actor, what, isMarked }) => `${isMarked ? "› " : ""}${actor}: ${what}`);
}

function namesOf(results: readonly GraphResult[]): readonly string[] {
  return results.map(({ name }) => name);
}

function thrownBy(run: () => void): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return null;
}
