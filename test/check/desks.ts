import { defineGraph, tool, toolFor } from "handoff-machine";
import { z } from "zod";

const variables = z.object({ verified: z.boolean(), refunded: z.boolean() });
const deskTool = toolFor(variables);

/** Refunds need an identity on one way, and nothing on the way round by the supervisor. */
export const bypassDesk = defineGraph({
  id: "bypass-desk",
  start: "triage",
  variables,
  initial: { verified: false, refunded: false },
  tools: {
    verify: deskTool({
      description: "Checks who it is.",
      writes: ["verified"],
      run: () => ({ output: null, set: { verified: true } }),
    }),
    refund: deskTool({
      description: "Pays back.",
      approval: true,
      writes: ["refunded"],
      run: () => ({ output: null, set: { refunded: true } }),
    }),
  },
  agents: {
    triage: {
      description: "Finds out what is wanted.",
      instructions: "Check who it is.",
      tools: ["verify"],
      handoffs: { refunds: { when: { verified: true } }, supervisor: {} },
    },
    supervisor: { description: "Decides.", instructions: "Decide.", handoffs: { refunds: {} } },
    refunds: { description: "Pays back.", instructions: "Pay.", tools: ["refund"], handoffs: { triage: {} } },
  },
});

/** No variables; a payment that a person must allow; an agent that gives nothing back, and ends. */
export const payDesk = defineGraph({
  id: "pay-desk",
  start: "clerk",
  tools: {
    pay: tool({ description: "Pays.", approval: true, run: () => ({ output: null }) }),
    look: tool({ description: "Looks something up.", run: () => ({ output: null }) }),
  },
  agents: {
    clerk: { description: "Pays.", instructions: "Pay.", tools: ["pay", "look"], handoffs: { boss: {} } },
    boss: { description: "Ends it.", instructions: "End it.", canEnd: { outcome: "done" } },
  },
});

/** Two agents that answer one another until a budget is spent, and no one has the word then. */
export const mill = defineGraph({
  id: "mill",
  start: "desk",
  agents: {
    desk: { description: "Begins.", instructions: "Hand off.", handoffs: { one: {} } },
    one: { description: "Answers two.", instructions: "Answer.", afterReply: [{ to: "two" }] },
    two: { description: "Answers one.", instructions: "Answer.", afterReply: [{ to: "one" }] },
  },
  onLimit: "fail",
});
