import { defineGraph, toolFor } from "handoff-machine";
import { z } from "zod";

const variables = z.object({
  verified: z.boolean(),
  plan: z.enum(["free", "pro"]),
  amount: z.number().min(0),
  language: z.string().optional(),
});

const tool = toolFor(variables);

const verifyIdentity = tool({
  description: "Checks the customer's passphrase.",
  input: z.object({ passphrase: z.string() }),
  // @ts-expect-error "verifed" is not a variable
  writes: ["verifed"],
  run: () => ({ output: "checked" }),
});

const lookUpOrder = tool({
  description: "",
  input: z.object({ orderId: z.string(), filters: z.record(z.string(), z.string()) }),
  writes: ["amount", "plan"],
  run: ({ orderId }) => ({ output: { orderId }, set: { amount: 129, plan: "pro" } }),
});

const issueRefund = tool({
  description: "Pays an order back.",
  input: z.object({ orderId: z.string(), amount: z.number() }),
  // @ts-expect-error "amout" is not an argument
  approval: { amout: { moreThan: 100 } },
  timeout: 0,
  run: ({ amount }) => ({ output: { paidBack: amount } }),
});

const refundForm = tool({
  description: "Opens the form for refunds.",
  run: () => ({ output: "opened" }),
});

/** A support desk that somebody wrote in a hurry: wrong on purpose, to show what validation finds. */
export const broken = defineGraph({
  id: "support.desk",
  start: "triage",
  variables,
  initial: { verified: false, plan: "free", amount: 0 },
  tools: { verifyIdentity, lookUpOrder, issueRefund, handoff_to_refunds: refundForm },
  agents: {
    triage: {
      description: "Finds out what the customer wants.",
      instructions: "Hand off to billing or to refunds.",
      tools: ["verifyIdentity", "verifyIdentity"],
      handoffs: {
        // @ts-expect-error "biling" is not an agent
        biling: { description: "Invoices and orders." },
        refunds: { when: { verified: true } },
        supervisor: { description: "The customer is angry.", mode: "delegate" },
      },
    },
    billing: {
      description: "Answers questions about invoices.",
      instructions: "Answer questions about invoices.",
      // @ts-expect-error "lookupOrder" is not a tool
      tools: ["lookupOrder"],
      handoffs: {
        // @ts-expect-error "gold" is not a plan
        refunds: { when: { plan: "gold" } },
        triage: { offer: "always", maxTimes: 0 },
      },
    },
    refunds: {
      instructions: "Pay orders back.",
      tools: ["issueRefund"],
      handoffs: { triage: { when: { amount: { lessThan: 0 } } } },
      routes: [
        { when: { amount: { atMost: 500 } }, to: "fraud" },
        { when: { amount: { moreThan: 500 } }, to: "fraud" },
        { when: { plan: "pro" }, to: "supervisor" },
      ],
    },
    fraud: {
      description: "Looks for fraud.",
      handoffs: { refunds: {} },
      routes: [{ to: "refunds" }],
    },
    supervisor: {
      kind: "human",
      description: "A person with authority.",
      instructions: "Be kind.",
    },
    archive: {
      description: "Files what is done.",
      instructions: "File it.",
    },
  },
  limits: { modelCalls: 25, handoffs: 0 },
  onLimit: { handoff: "billing" },
  ends: [{ when: { amount: 0 }, outcome: "settled" }],
});
