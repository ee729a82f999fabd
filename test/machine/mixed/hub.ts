import { defineGraph, type ModelCall, tool } from "handoff-machine";
import { z } from "zod";
import type { Part } from "./reply-kinds.ts";

/* The graph of mixed replies, and how each kind of call is written by a model. */

const input = z.object({ amount: z.number() });

/** Three ways that are open, one that is closed, one that is used up by the session's first message. */
export const hub = defineGraph({
  id: "hub",
  start: "hub",
  entry: "start",
  tools: {
    look: tool({ description: "Looks.", run: () => ({ output: "seen" }) }),
    boom: tool({
      description: "Throws.",
      run: () => {
        throw new TypeError("secret");
      },
    }),
    pay: tool({ description: "Pays.", input, approval: true, run: ({ amount }) => ({ output: { paid: amount } }) }),
    lend: tool({
      description: "Lends.",
      input,
      approval: true,
      approvalExpires: 1_000,
      run: ({ amount }) => ({ output: { lent: amount } }),
    }),
    secret: tool({ description: "Not the hub's.", run: () => ({ output: "never" }) }),
  },
  variables: z.object({ open: z.boolean() }),
  initial: { open: false },
  agents: {
    hub: {
      description: "Mixes.",
      instructions: "Mix.",
      tools: ["look", "boom", "pay", "lend"],
      handoffs: {
        alfa: {},
        bravo: {},
        charlie: {},
        closed: { when: { open: true }, offer: "always" },
        spent: { maxTimes: 1 },
      },
    },
    alfa: { description: "Is open.", instructions: "Answer." },
    bravo: { description: "Is open.", instructions: "Answer." },
    charlie: { description: "Is open.", instructions: "Answer." },
    closed: { description: "Is closed.", instructions: "Answer.", tools: ["secret"] },
    spent: { description: "Is used up.", instructions: "Answer." },
  },
});

const openAgents = ["alfa", "bravo", "charlie"] as const;

/** The agent of the open handoff that stands at this place of the reply. */
export function openAgentAt(parts: readonly Part[], index: number): string {
  const before = parts.slice(0, index).filter(({ kind }) => kind === "allowed").length;
  return openAgents[before] ?? "alfa";
}

/** A reply's calls as a model writes them; some have no id, or one that another has. */
export function writtenCalls(parts: readonly Part[]): readonly ModelCall[] {
  return parts.map((part, index) => ({ id: index === 1 ? null : `id${index % 3}`, ...written(part, parts, index) }));
}

function written(part: Part, parts: readonly Part[], index: number): { name: string; arguments: string } {
  const amount = JSON.stringify({ amount: index + 1 });
  switch (part.kind) {
    case "allowed":
      return { name: `handoff_to_${openAgentAt(parts, index)}`, arguments: `{"reason":"r${index}"}` };
    case "guarded":
      return { name: "handoff_to_closed", arguments: "{}" };
    case "unknown":
      return { name: "handoff_to_nobody", arguments: "{}" };
    case "self":
      return { name: "handoff_to_hub", arguments: "{}" };
    case "spent":
      return { name: "handoff_to_spent", arguments: "{}" };
    case "ok":
      return { name: "look", arguments: "" };
    case "throws":
      return { name: "boom", arguments: "{}" };
    case "badArguments":
      return { name: "pay", arguments: '{"amount":"much"}' };
    case "unknownTool":
      return { name: "nothing", arguments: "{}" };
    case "granted":
    case "denied":
      return { name: "pay", arguments: amount };
    case "expired":
      return { name: "lend", arguments: amount };
    case "foreign":
      return { name: "secret", arguments: "{}" };
  }
}
