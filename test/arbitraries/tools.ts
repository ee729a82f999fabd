import fc from "fast-check";
import { type Guard, type Tool, toolFor } from "handoff-machine";
import { z } from "zod";
import { guards, type Values, variables } from "./guards.ts";

const tool = toolFor(variables);

/** The names of the tools of all random graphs. */
export const toolNames = ["look", "mark", "pay", "lend", "seal"] as const;

export type ToolName = (typeof toolNames)[number];

export type Tools = Readonly<Record<ToolName, Tool<Values>>>;

/**
 * One that only reads, one that writes, one that always needs approval, one that needs it in time for large amounts and
 * may not run twice unasked, and one that can only be called while a guard holds.
 */
export const toolSets: fc.Arbitrary<Tools> = fc
  .record({ when: guards, expires: fc.integer({ min: 5, max: 60 }) })
  .map(toolSet);

function toolSet({ when, expires }: { when: Guard<Values>; expires: number }): Tools {
  return {
    look: tool({ description: "Looks.", input: z.object({ what: z.string() }), run: () => ({ output: "seen" }) }),
    mark: tool({
      description: "Marks.",
      writes: ["flag", "tier", "amount"],
      run: (_, { call }) => ({ output: "marked", set: { flag: call.endsWith("0") } }),
    }),
    pay: tool({
      description: "Pays.",
      approval: true,
      writes: ["amount"],
      run: () => ({ output: "paid", set: { amount: 7 } }),
    }),
    lend: tool({
      description: "Lends.",
      input: z.object({ sum: z.number() }),
      approval: { sum: { moreThan: 3 } },
      approvalExpires: expires,
      inDoubt: "ask",
      run: ({ sum }) => ({ output: { lent: sum } }),
    }),
    seal: tool({
      description: "Seals.",
      when,
      inDoubt: "fail",
      writes: ["tier"],
      run: (_, { attempt }) => {
        if (attempt > 1) throw new TypeError("it was to fail");
        return { output: "sealed secret", set: { tier: "high" } };
      },
    }),
  };
}
