import type { Graph } from "../graph/graph.ts";
import { freshExchange, type SessionContext } from "./context.ts";
import type { UserMessage } from "./message.ts";
import { entryState } from "./state.ts";

/** The context of an agent that gets the conversation: see {@link entryState} for where it begins. */
export function entered(graph: Graph, agent: string, context: SessionContext): SessionContext {
  switch (entryState(graph, agent)) {
    case "awaitingModel":
      return asked(context);
    case "awaitingUser":
      return { ...delivered(context), due: false, halt: null };
    default:
      return { ...delivered(context), due: true, halt: null };
  }
}

/** The context in which a model is asked anew: with what the user said in the meantime. */
export function asked(context: SessionContext): SessionContext {
  const ready = delivered(context);
  return {
    ...ready,
    turn: ready.turn + 1,
    attempt: 1,
    retries: 0,
    delay: 0,
    due: true,
    halt: null,
    exchange: { ...ready.exchange, modelCalls: ready.exchange.modelCalls + 1 },
  };
}

/** User messages, those that waited first, enter the conversation and begin a new exchange. */
export function delivered(context: SessionContext, message?: UserMessage): SessionContext {
  const messages = message === undefined ? context.staged : [...context.staged, message];
  if (messages.length === 0) return context;
  const conversation = messages.reduce((all, one) => all.append(one), context.conversation);
  return { ...context, conversation, staged: [], exchange: freshExchange };
}
