import { InternalError } from "../errors.ts";
import type { Handoff } from "../graph/graph.ts";
import { guardLabel } from "../graph/guard-label.ts";
import { lookup } from "../json.ts";
import { passed } from "./budget.ts";
import { type Change, type ChangeInput, only, proposed } from "./change.ts";
import { freshExchange, type Received, type SessionContext } from "./context.ts";
import { delegationEdge, unwound } from "./delegation.ts";
import { closureOf, countTaken } from "./edge.ts";
import { delivered, entered } from "./enter.ts";
import { limitReached } from "./limit.ts";
import { askedFor } from "./open-calls.ts";
import { closeIfSettled, mapCalls, refusal, settle, settleAll, supersession } from "./reply.ts";
import { agentOf } from "./state.ts";
import { withVariables } from "./variables.ts";

/** The names of {@link transferChanges}. */
export type TransferChange =
  | "askForHandoff"
  | "callHook"
  | "handOff"
  | "refuseHandoff"
  | "giveBack"
  | "refuseReturn"
  | "takeBack"
  | "askUser"
  | "endByCall"
  | "refuseEnd"
  | "follow"
  | "followTrip"
  | "escalate";

/** What it does to the context that the conversation goes to another agent, to the user or to its end, or does not. */
export const transferChanges: Readonly<Record<TransferChange, Change>> = {
  /** The handoff is open, but a person must allow it. */
  askForHandoff: ({ graph, context, event, agent }) => {
    const { call: key, at } = proposed(event);
    return mapCalls(context, (call) => (call.key === key ? askedFor(graph, agent, { call, at }) : call));
  },

  /** The handoff is open and allowed, and has something to call first. */
  callHook: ({ context, event }) => {
    const { call: key } = proposed(event);
    return mapCalls(context, (call) => (call.key === key ? { ...call, hook: "pending" } : call));
  },

  /** The handoff is open: its target gets the conversation. */
  handOff: (input) => {
    const { graph, context, agent, to } = input;
    const { call, payload, at } = withPayload(input);
    const handoff = declared(input);
    const left = withVariables(
      graph,
      countTaken(handoff, transferred(context, call, `Handed off to ${to}.`)),
      handoff.set,
    );
    const stack =
      handoff.mode === "delegate" ? [...left.stack, { caller: agent, to, turns: 0 }] : unwound(left.stack, to);
    return entered(graph, to, {
      context: {
        ...gone(input, left),
        stack,
        received: received(left, { from: agent, by: "handoff", input: payload }),
      },
      at,
    });
  },

  /** The handoff is not open: the model is told why. */
  refuseHandoff: (input) => {
    const { graph, context, event } = input;
    const { call, at } = proposed(event);
    const closure = closureOf(graph, declared(input), { context, at });
    if (closure === null) throw new InternalError(`An open handoff to "${input.to}" was refused.`);
    const { code, message, limit } = closure;
    return refused(context, { call, code, message }, limit ?? context.exchange.spent);
  },

  /** The delegate's caller gets the conversation back. */
  giveBack: (input) => {
    const { context, agent, to } = input;
    const { call, payload } = withPayload(input);
    const left = transferred(context, call, `Returned to ${to}.`);
    return {
      ...left,
      stack: context.stack.slice(0, -1),
      received: received(left, { from: agent, by: "return", input: payload }),
      autonomous: 0,
      halt: null,
    };
  },

  /** Nobody waits for this return. */
  refuseReturn: ({ context, event, to }) => {
    const { call } = proposed(event);
    return refused(context, { call, code: "not_delegated", message: `${to} does not wait for a return.` });
  },

  /** A delegation has lasted as long as it may: the caller gets the conversation back. */
  takeBack: ({ graph, context, agent }) => {
    const top = context.stack.at(-1);
    const limit = top === undefined ? null : (delegationEdge(graph, top)?.maxTurns ?? null);
    return {
      ...context,
      stack: context.stack.slice(0, -1),
      received: received(context, { from: agent, by: "return", input: { limit: "maxTurns", turns: limit } }),
      due: "model",
      autonomous: 0,
      halt: null,
    };
  },

  /** The model asks the user something: nothing is due until the answer comes. */
  askUser: ({ context, event }) => {
    const { call } = proposed(event);
    return { ...transferred(context, call, "The user was asked; the answer follows."), due: null, asking: true };
  },

  /** The model ends the session. */
  endByCall: (input) => {
    const { graph, context, agent } = input;
    const { call, payload, at } = withPayload(input);
    const ended = transferred(context, call, "The conversation has ended.");
    return {
      ...delivered(ended, at),
      due: null,
      outcome: agentOf(graph, agent).canEnd?.outcome ?? null,
      result: payload,
    };
  },

  /** The session cannot be ended now: the model is told why. */
  refuseEnd: ({ graph, context, event, agent }) => {
    const { call } = proposed(event);
    const guard = agentOf(graph, agent).canEnd?.guard ?? null;
    const condition = guard === null ? "" : `: it requires ${guardLabel(guard.node)}`;
    return refused(context, { call, code: "guard", message: `The conversation cannot end yet${condition}.` });
  },

  /** A rule leads on, without a model: before it is asked, or after it has answered. */
  follow: (input) => {
    const by = input.context.due === "model" ? "route" : "afterReply";
    return led(input, { by, input: null });
  },

  /** A guardrail leads away. */
  followTrip: (input) => {
    const { guardrail = "", reason = "" } = input.context.tripped ?? {};
    return led(input, { by: "guardrail", input: { guardrail, reason } });
  },

  /** A budget is spent: the agent for that case takes over, once per exchange, with new budgets. */
  escalate: ({ graph, context, event, agent, to }) => {
    const { at } = only(event, "turn.due");
    const limit = limitReached(graph, agent, { context, at });
    return entered(graph, to, {
      context: {
        ...context,
        stack: unwound(context.stack, to),
        exchange: { ...freshExchange, startedAt: at, escalated: true },
        received: received(context, { from: agent, by: "limit", input: limit }),
      },
      at,
    });
  },
};

/** Another agent gets the conversation without having been asked for by a model. */
function led(input: ChangeInput, how: Pick<Received, "by" | "input">): SessionContext {
  const { graph, context, event, agent, to } = input;
  return entered(graph, to, {
    context: {
      ...gone(input, context),
      stack: unwound(context.stack, to),
      received: received(context, { from: agent, ...how }),
    },
    at: event.at,
  });
}

/** The exchange counts that the conversation went to another agent. */
function gone({ graph, agent, to }: ChangeInput, context: SessionContext): SessionContext {
  return { ...context, exchange: passed(graph, context.exchange, { from: agent, to }) };
}

function received({ conversation }: SessionContext, how: Omit<Received, "since">): Received {
  return { ...how, since: conversation.length };
}

/** Answers the call that moves the conversation, and the other wishes of its reply. */
function transferred(context: SessionContext, key: string, output: string): SessionContext {
  const taken = settle(context, key, { status: "taken", output });
  const rest = supersession("Not performed: only one handoff per reply.");
  return { ...closeIfSettled(settleAll(taken, rest, () => true)), due: "model" };
}

/** The model is told why its wish is not granted, and the refusal counts. */
function refused(
  context: SessionContext,
  { call, code, message }: { readonly call: string; readonly code: string; readonly message: string },
  spent: SessionContext["exchange"]["spent"] = context.exchange.spent,
): SessionContext {
  const settled = settle(context, call, refusal(code, message));
  const exchange = { ...context.exchange, refusals: context.exchange.refusals + 1, spent };
  return closeIfSettled({ ...settled, exchange });
}

/** What is told along: the call's own arguments, which a person may have edited. */
function withPayload({ context, event }: ChangeInput): { call: string; payload: Received["input"]; at: number } {
  const { call: key, at } = proposed(event);
  const request = context.reply?.calls.find((call) => call.key === key)?.request;
  return { call: key, payload: request !== undefined && "input" in request ? request.input : null, at };
}

function declared({ graph, agent, to }: ChangeInput): Handoff {
  const handoff = lookup(agentOf(graph, agent).handoffs, to);
  if (handoff === undefined) throw new InternalError(`No handoff from "${agent}" to "${to}".`);
  return handoff;
}
