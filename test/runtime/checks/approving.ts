import { defineGraph, type GraphDefinition } from "handoff-machine";
import { z } from "zod";
import { tool, variables } from "../desk.ts";

type Definition = GraphDefinition<"one" | "two" | "three", "pay" | "look" | "book", typeof variables>;

/** What of the graph a test decides. */
interface Options extends Pick<Definition, "whilePending" | "limits"> {
  /** What the tools are run with. */
  readonly ran?: unknown[];
  readonly expires?: number;
}

/** A graph in which persons are asked: about payments over 100, about bookings, and about the handoff to `two`. */
export function approving({ ran = [], expires, ...more }: Options = {}) {
  const expiry = expires === undefined ? {} : { approvalExpires: expires };
  return defineGraph({
    id: "approving",
    start: "one",
    variables,
    initial: { verified: false, plan: "free", count: 0 },
    tools: {
      pay: tool({
        description: "Pays.",
        input: z.object({ amount: z.number(), to: z.string().optional() }),
        approval: { amount: { moreThan: 100 } },
        ...expiry,
        run: (input) => {
          ran.push(input);
          return { output: { paid: input.amount } };
        },
      }),
      book: tool({
        description: "Books.",
        approval: true,
        ...expiry,
        run: () => {
          ran.push("book");
          return { output: "booked" };
        },
      }),
      look: tool({
        description: "Looks.",
        run: () => {
          ran.push("look");
          return { output: "seen" };
        },
      }),
    },
    agents: {
      one: {
        description: "First.",
        instructions: "One.",
        tools: ["pay", "book", "look"],
        handoffs: {
          two: { approval: true, input: z.object({ order: z.string() }), ...expiry },
          three: {},
        },
      },
      two: { description: "Second.", instructions: "Two.", handoffs: { one: {} } },
      three: { description: "Third.", instructions: "Three.", handoffs: { one: {} } },
    },
    ...more,
  });
}
