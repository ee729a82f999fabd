import { defineGraph, propertiesOf, toolFor } from "handoff-machine";
import { z } from "zod";

const variables = z.object({
  verified: z.boolean(),
  plan: z.enum(["free", "pro"]),
  refunded: z.boolean(),
});

const tool = toolFor(variables);

const verifyIdentity = tool({
  description: "Checks the customer's e-mail address and passphrase against the account.",
  input: z.object({ email: z.email(), passphrase: z.string() }),
  output: z.object({ verified: z.boolean(), plan: z.enum(["free", "pro"]) }),
  writes: ["verified", "plan"],
  run: ({ passphrase }) => {
    const verified = passphrase === "swordfish";
    return { output: { verified, plan: "pro" }, set: { verified, plan: "pro" } };
  },
});

const lookupOrder = tool({
  description: "Finds an order by its number.",
  input: z.object({ orderId: z.string() }),
  run: ({ orderId }) => ({ output: { orderId, item: "Wireless headphones", amount: 129 } }),
});

const issueRefund = tool({
  description: "Pays an order back. Amounts over 100 need a person's approval.",
  input: z.object({ orderId: z.string(), amount: z.number().positive() }),
  writes: ["refunded"],
  approval: { amount: { moreThan: 100 } },
  timeout: 30_000,
  run: ({ orderId, amount }) => ({ output: { orderId, paidBack: amount }, set: { refunded: true } }),
});

/** The main example: a support desk where nobody gets a refund before their identity was checked. */
export const supportDesk = defineGraph({
  id: "support-desk",
  start: "triage",
  variables,
  initial: { verified: false, plan: "free", refunded: false },
  tools: { verifyIdentity, lookupOrder, issueRefund },
  agents: {
    triage: {
      description: "Finds out what the customer wants and who they are.",
      instructions:
        "Greet the customer and find out what they want. Check their identity before a refund. Hand off to billing for questions about invoices and orders, to refunds when they want money back.",
      tools: ["verifyIdentity"],
      handoffs: {
        billing: { description: "Questions about invoices, orders and plans." },
        refunds: {
          description: "The customer wants their money back, and is verified.",
          when: { verified: true },
          input: z.object({ orderId: z.string(), reason: z.string() }),
        },
      },
    },
    billing: {
      description: "Answers questions about invoices, orders and plans.",
      instructions:
        "Answer questions about invoices and orders. For money back, hand off to refunds; for anything else, to triage.",
      tools: ["lookupOrder"],
      handoffs: {
        triage: {},
        refunds: {
          description: "The customer wants their money back.",
          when: { verified: true },
          offer: "always",
          input: z.object({ orderId: z.string(), reason: z.string() }),
        },
      },
    },
    refunds: {
      description: "Pays orders back.",
      instructions: "Look the order up, confirm the amount with the customer, and pay it back.",
      tools: ["lookupOrder", "issueRefund"],
      handoffs: { triage: {} },
    },
  },
  limits: { modelCalls: 25, handoffs: 8 },
});

const { always, at, atMost, before, canAlways, leadsTo, never, userCanAlways } = propertiesOf(supportDesk);
const verified = { variables: { verified: true } } as const;
const undecided = { place: "awaitingApproval" } as const;

/** What the support desk promises: `handoff check` proves it for every conversation. */
export const supportDeskProperties = [
  before("identity is checked before a refund", { returns: "verifyIdentity" }, { runs: "issueRefund" }),
  at("nobody comes to refunds unverified", { enters: "refunds" }, verified),
  at("verified when a refund is paid", { runs: "issueRefund" }, verified),
  never("only refunds pays", { runs: "issueRefund", when: { not: { agent: "refunds" } } }),
  always("a refund that waits for a person waits at refunds", {
    any: [{ not: { pending: "issueRefund" } }, { agent: "refunds" }],
  }),
  atMost("at most 8 handoffs for each message", 8, { handoff: {} }, { per: "exchange" }),
  canAlways("a refund stays possible", { pending: "issueRefund" }),
  userCanAlways("the customer can get the word", { place: ["opened", "awaitingUser", "failed"] }),
  leadsTo(
    "what waits for a person is decided, if people decide",
    undecided,
    { not: undecided },
    { weak: ["approver"] },
  ),
];
