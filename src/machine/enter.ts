import type { Graph } from "../graph/graph.ts";
import type { UserMessage } from "../graph/message.ts";
import { freshExchange, type SessionContext } from "./context.ts";
import { entryState } from "./state.ts";

/** The context of an agent that gets the conversation: see {@link entryState} for where it begins. */
export function entered(
  graph: Graph,
  agent: string,
  { context, at }: { context: SessionContext; at: number },
): SessionContext {
  const fresh = { ...context, autonomous: 0, tripped: null };
  switch (entryState(graph, agent)) {
    case "awaitingModel":
      return asked(fresh, at);
    case "awaitingUser":
      return { ...delivered(fresh, at), due: null, halt: null };
    default:
      return { ...delivered(fresh, at), due: "model", halt: null };
  }
}

/** The context in which a model is asked anew: with what the user said in the meantime. */
export function asked(context: SessionContext, at: number): SessionContext {
  const ready = delivered(context, at);
  return {
    ...ready,
    turn: ready.turn + 1,
    attempt: 1,
    retries: 0,
    delay: 0,
    fallback: 0,
    due: "model",
    halt: null,
    stack: ready.stack.length === 0 ? ready.stack : countTurn(ready.stack),
    exchange: { ...ready.exchange, modelCalls: ready.exchange.modelCalls + 1 },
  };
}

/** User messages, those that waited first, enter the conversation and begin a new exchange. */
export function delivered(context: SessionContext, at: number, said: readonly UserMessage[] = []): SessionContext {
  const messages = context.staged.length === 0 ? said : [...context.staged, ...said];
  if (messages.length === 0) return context;
  const conversation = messages.reduce((all, one) => all.append(one), context.conversation);
  return {
    ...context,
    conversation,
    heard: conversation.length - 1,
    staged: [],
    asking: false,
    autonomous: 0,
    exchange: { ...freshExchange, startedAt: at },
    startedAt: context.startedAt ?? at,
  };
}

/** The innermost delegation has lasted one model call more. */
function countTurn(stack: SessionContext["stack"]): SessionContext["stack"] {
  return stack.map((one, index) => (index === stack.length - 1 ? { ...one, turns: one.turns + 1 } : one));
}
