import { z } from "zod";
import { defineGraph } from "../../src/graph/define-graph.ts";
import { toolFor } from "../../src/graph/tool.ts";

const variables = z.object({
  verified: z.boolean(),
  plan: z.enum(["free", "pro"]),
  amount: z.number().min(0),
  refunded: z.boolean(),
});

const tool = toolFor(variables);

const verifyIdentity = tool({
  description: "Checks the customer's passphrase.",
  input: z.object({ passphrase: z.string() }),
  writes: ["verified", "plan"],
  inDoubt: "fail",
  run: () => ({ output: "checked", set: { verified: true } }),
});

const lookupOrder = tool({
  description: "Finds an order by its number.",
  input: z.object({ orderId: z.string() }),
  writes: ["amount"],
  run: () => ({ output: "found" }),
});

const issueRefund = tool({
  description: "Pays an order back.",
  input: z.object({ orderId: z.string(), amount: z.number() }),
  writes: ["refunded"],
  when: { verified: true },
  approval: { amount: { moreThan: 100 } },
  approvalExpires: 900_000,
  inDoubt: "ask",
  timeout: 30_000,
  run: () => ({ output: "paid", set: { refunded: true } }),
});

/** A valid graph in which every field of the definition is used, so that each has to be somewhere in every drawing. */
export const everything = defineGraph({
  id: "everything",
  start: "triage",
  variables,
  initial: { verified: false, plan: "free", amount: 0, refunded: false },
  tools: { verifyIdentity, lookupOrder, issueRefund },
  agents: {
    triage: {
      description: "Finds out what is wanted.",
      instructions: ({ variables: { plan } }) => `The customer has the plan ${plan}. Ask, then hand off.`,
      tools: ["verifyIdentity"],
      canAsk: true,
      settings: { model: "gpt-5-mini", temperature: 0, toolChoice: "auto" },
      handoffs: {
        billing: {},
        refunds: {
          description: "The customer wants their money back.",
          when: { verified: true, any: [{ plan: "pro" }, { amount: { atMost: 500 } }] },
          input: z.object({ orderId: z.string(), reason: z.string().optional() }),
          offer: "always",
          approval: true,
          approvalExpires: 60_000,
          maxTimes: { perExchange: 2 },
          set: { refunded: false },
          view: { last: 10, hide: "calls", summary: true },
          onHandoff: () => undefined,
        },
        researcher: {
          mode: "delegate",
          input: z.object({ question: z.string() }),
          result: z.object({ finding: z.string(), source: z.string().optional() }),
          maxTurns: 3,
          view: { name: "lastQuestion", select: (messages) => messages.slice(-1) },
        },
      },
      routes: [
        { when: { plan: "pro", amount: { moreThan: 1000 } }, to: "supervisor" },
        { when: { refunded: true }, end: "refunded" },
        { when: { verified: false, amount: { moreThan: 0 } }, ask: "Which e-mail address is your account under?" },
      ],
    },
    billing: {
      description: "Answers questions about invoices, orders and plans.",
      instructions: "Answer.",
      tools: ["lookupOrder"],
      view: { hide: "calls", summary: { keep: 12 } },
      canEnd: { when: { verified: true }, result: z.object({ rating: z.number() }), outcome: "answered" },
      handoffs: { triage: {}, refunds: { when: { verified: true }, maxTimes: 1, view: { summary: true } } },
    },
    refunds: {
      description: "Pays orders back.",
      instructions: "Look the order up and pay it back.",
      tools: ["lookupOrder", "issueRefund"],
      output: z.object({ paid: z.boolean(), note: z.string().optional() }),
      handoffs: { triage: {} },
      afterReply: [
        { when: { refunded: true }, end: "refunded" },
        { when: { amount: { moreThan: 500 } }, to: "supervisor" },
        { when: { verified: false }, ask: "" },
        { when: { plan: "pro" }, stay: { maxTurns: 8 } },
        { stay: { maxTurns: 4, prompt: "Go on until the refund is paid." } },
      ],
    },
    researcher: {
      description: "Looks things up.",
      instructions: "Find out.",
      view: { last: 6, hide: "nothing" },
      canEnd: true,
    },
    supervisor: { kind: "human", description: "A person.", handoffs: { triage: {} } },
  },
  guardrails: {
    jailbreak: { on: "input", beside: true, check: () => "pass", onTrip: { end: "abuse" } },
    noSecrets: { on: "output", check: () => "pass", say: "I may not say that." },
    politeness: { on: "output", agents: ["billing", "triage"], check: () => "pass", onTrip: "retry", onError: "pass" },
    largeRefund: { on: "arguments", tools: ["issueRefund"], check: () => "pass", onTrip: { to: "supervisor" } },
    strangeOrder: { on: "result", agents: ["billing"], check: () => "pass", onTrip: { to: "supervisor" } },
  },
  limits: {
    modelCalls: 20,
    toolCalls: 30,
    handoffs: null,
    repairs: 3,
    tokens: 50_000,
    cost: 0.5,
    time: 120_000,
    pingPong: 4,
  },
  onLimit: { handoff: "supervisor" },
  prices: { "gpt-5-mini": { input: 0.25, output: 2 }, "gpt-5": { input: 1.25, output: 10 } },
  entry: [
    { when: { refunded: true }, agent: "refunds" },
    { when: { verified: false }, agent: "triage" },
  ],
  whilePending: "withdraw",
  severalHandoffs: "refuseAll",
  ends: [
    {
      outcome: "tooLong",
      when: { verified: false },
      session: { any: [{ messages: { atLeast: 40 } }, { elapsed: { moreThan: 1_800_000 } }] },
    },
    { outcome: "goodbye", session: { text: { by: "user", includes: "goodbye" }, agent: "billing" } },
    { outcome: "given up", when: { plan: "free", amount: { moreThan: 5000 } } },
  ],
});
