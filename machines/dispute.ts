import { defineGraph, ToolError, toolFor } from "handoff-machine";
import { z } from "zod";

const variables = z.object({
  identified: z.boolean(),
  risk: z.enum(["unknown", "low", "high"]),
  cardBlocked: z.boolean(),
  filed: z.boolean(),
});

const tool = toolFor(variables);

const identify = tool({
  description: "Checks the customer's one-time code.",
  input: z.object({ code: z.string() }),
  writes: ["identified"],
  run: ({ code }) => ({ output: { identified: code === "4711" }, set: { identified: code === "4711" } }),
});

const listTransactions = tool({
  description: "Lists the card's last transactions.",
  when: { identified: true },
  run: () => ({ output: [{ id: "T-88", merchant: "Unknown Shop", amount: 640, country: "XX" }] }),
});

const rateRisk = tool({
  description: "Writes down how likely fraud is.",
  input: z.object({ risk: z.enum(["low", "high"]) }),
  writes: ["risk"],
  run: ({ risk }) => ({ output: { risk }, set: { risk } }),
});

const blockCard = tool({
  description: "Blocks the card for good.",
  writes: ["cardBlocked"],
  approval: true,
  approvalExpires: 15 * 60_000,
  inDoubt: "ask",
  run: () => ({ output: "The card is blocked.", set: { cardBlocked: true } }),
});

const fileDispute = tool({
  description: "Files the dispute of a transaction. Amounts over 500 need an officer's approval.",
  input: z.object({ transaction: z.string(), amount: z.number().positive() }),
  when: { identified: true, risk: { not: "unknown" } },
  writes: ["filed"],
  approval: { amount: { moreThan: 500 } },
  approvalExpires: 60 * 60_000,
  inDoubt: "fail",
  run: ({ transaction }) => {
    if (!transaction.startsWith("T-")) throw new ToolError(`There is no transaction "${transaction}".`);
    return { output: { dispute: `D-${transaction}` }, set: { filed: true } };
  },
});

const cardNumber = /\b\d{4}[ -]?\d{4}[ -]?\d{4}[ -]?(\d{4})\b/g;

/** A bank's dispute of a card transaction: approvals, a delegation, guardrails, and a person where it is serious. */
export const dispute = defineGraph({
  id: "dispute",
  start: "intake",
  variables,
  initial: { identified: false, risk: "unknown", cardBlocked: false, filed: false },
  tools: { identify, listTransactions, rateRisk, blockCard, fileDispute },
  agents: {
    intake: {
      description: "Identifies the customer and finds out which transaction is meant.",
      instructions: "Identify the customer, find the transaction, and have the fraud team assess it. Then hand off.",
      tools: ["identify", "listTransactions"],
      handoffs: {
        fraud: {
          when: { identified: true },
          mode: "delegate",
          input: z.object({ transaction: z.string() }),
          result: z.object({ risk: z.enum(["low", "high"]), summary: z.string() }),
          maxTurns: 6,
          view: { last: 6, hide: "calls" },
        },
        disputes: { when: { identified: true, risk: { not: "unknown" } } },
      },
    },
    fraud: {
      description: "Assesses how likely fraud is.",
      instructions:
        "Look at the transaction, rate the risk, and give the conversation back. Do not talk to the customer.",
      tools: ["listTransactions", "rateRisk"],
    },
    disputes: {
      description: "Blocks cards and files disputes.",
      instructions: "Block the card when the risk is high, file the dispute, and tell the customer what happens next.",
      tools: ["blockCard", "fileDispute"],
      routes: [{ when: { risk: "high", cardBlocked: true, filed: false }, to: "officer" }],
      afterReply: [{ when: { filed: true }, to: "closing" }],
      handoffs: { officer: { description: "The customer insists, or you are unsure.", maxTimes: { perExchange: 1 } } },
    },
    officer: {
      kind: "human",
      description: "A bank officer.",
      handoffs: { disputes: { set: { filed: true } }, closing: {} },
    },
    closing: {
      description: "Says what was done, and ends the conversation.",
      instructions:
        "Sum up in one sentence what was done. When the customer has no more questions, end the conversation.",
      canAsk: true,
      canEnd: { outcome: "closed", result: z.object({ resolved: z.boolean() }), description: "Nothing is left open." },
    },
  },
  guardrails: {
    cardNumbers: {
      on: "input",
      description: "Keeps card numbers away from models.",
      check: ({ text }) => {
        const masked = text.replaceAll(cardNumber, "•••• $1");
        return masked === text ? "pass" : { rewrite: masked };
      },
    },
    promises: {
      on: "output",
      description: "Nobody promises money.",
      agents: ["intake", "disputes", "closing"],
      check: ({ text }) => (/\bwe will refund\b/i.test(text) ? { trip: "It promises a refund." } : "pass"),
      onTrip: "retry",
    },
  },
  ends: [{ outcome: "abandoned", session: { elapsed: { moreThan: 24 * 60 * 60_000 } } }],
  limits: { modelCalls: 20, handoffs: 8, toolCalls: 12, pingPong: 4 },
  onLimit: { handoff: "officer" },
  whilePending: "withdraw",
});
