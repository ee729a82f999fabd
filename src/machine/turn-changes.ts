import { InternalError } from "../errors.ts";
import type { Change } from "./change.ts";
import { freshExchange } from "./context.ts";
import { unwound } from "./delegation.ts";
import { asked, delivered, entered } from "./enter.ts";
import { limitReached, metEnd } from "./limit.ts";

/** The names of {@link turnChanges}. */
export type TurnChange = "ask" | "end" | "halt" | "escalate";

/** What it does to the context that a turn is due. */
export const turnChanges: Readonly<Record<TurnChange, Change>> = {
  /** The model is asked. */
  ask: ({ context }) => asked(context),

  /** An end condition of the graph holds. */
  end: ({ graph, context }) => {
    const end = metEnd(graph, context);
    if (end === null) throw new InternalError(`No end condition of "${graph.id}" holds.`);
    return { ...delivered(context), due: false, outcome: end.outcome };
  },

  /** A budget is spent: the session stands still, until the user speaks or somebody resumes it. */
  halt: ({ graph, context, agent }) => {
    const limit = limitReached(graph, agent, context);
    if (limit === null) throw new InternalError(`No limit of "${graph.id}" is reached.`);
    return { ...context, due: false, halt: { kind: "limitReached", limit } };
  },

  /** A budget is spent: the agent for that case takes over, once per exchange, with new budgets. */
  escalate: ({ graph, context, agent, to }) =>
    entered(graph, to, {
      ...context,
      stack: unwound(context.stack, to),
      exchange: { ...freshExchange, escalated: true },
      received: { from: agent, by: "limit", input: limitReached(graph, agent, context) },
    }),
};
