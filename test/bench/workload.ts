import { defineGraph, type ModelCall, type ModelClient, type ModelReply, toolFor } from "handoff-machine";
import { z } from "zod";

/*
 * W1: three agents. In each exchange triage hands off to billing, billing calls one tool (zod schema, JSON result) and
 * hands off to refunds, refunds answers: 4 model calls, 2 handoffs, 1 tool. The model answers at once.
 */

const variables = z.object({ invoice: z.string().nullable() });

export const toolInput = z.object({ invoiceId: z.string(), lines: z.array(z.number()) });
export const toolOutput = z.object({ invoiceId: z.string(), total: z.number() });

export function lookUp({ invoiceId, lines }: z.output<typeof toolInput>): z.output<typeof toolOutput> {
  return { invoiceId, total: lines.reduce((sum, line) => sum + line, 0) };
}

export const w1 = defineGraph({
  id: "w1",
  start: "triage",
  entry: "start",
  variables,
  initial: { invoice: null },
  tools: {
    lookUpInvoice: toolFor(variables)({
      description: "Looks an invoice up.",
      input: toolInput,
      output: toolOutput,
      writes: ["invoice"],
      run: (input) => ({ output: lookUp(input), set: { invoice: input.invoiceId } }),
    }),
  },
  agents: {
    triage: { description: "Asks.", instructions: "Hand off to billing.", handoffs: { billing: {} } },
    billing: {
      description: "Knows invoices.",
      instructions: "Look the invoice up, then hand off to refunds.",
      tools: ["lookUpInvoice"],
      handoffs: { refunds: { when: { invoice: { not: null } } } },
    },
    refunds: { description: "Pays back.", instructions: "Answer.", handoffs: { triage: {} } },
  },
});

const usage = { inputTokens: 400, outputTokens: 20 };

const call = (name: string, input: object, id: string): ModelCall => ({ id, name, arguments: JSON.stringify(input) });

/** What the model says in an exchange, in order. */
export const script: readonly Pick<ModelReply, "text" | "calls">[] = [
  { text: "", calls: [call("handoff_to_billing", { reason: "An invoice." }, "call_1")] },
  { text: "", calls: [call("lookUpInvoice", { invoiceId: "I-7", lines: [1, 2, 3] }, "call_2")] },
  { text: "", calls: [call("handoff_to_refunds", { reason: "A refund." }, "call_3")] },
  { text: "Your refund of 6 is on its way.", calls: [] },
];

/** The reply to a request of an exchange. */
export function replyTo(turn: number): ModelReply {
  const reply = script[(turn - 1) % script.length];
  if (reply === undefined) throw new RangeError("no such turn");
  return { ...reply, usage, model: "scripted" };
}

/** A model that follows the script, after so many milliseconds. */
export function workloadModel(latency: number): ModelClient {
  return {
    provider: "scripted",
    generate: ({ turn }) =>
      latency === 0
        ? Promise.resolve(replyTo(turn))
        : new Promise((resolve) => setTimeout(() => resolve(replyTo(turn)), latency)),
  };
}
