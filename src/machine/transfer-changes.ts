import { InternalError } from "../errors.ts";
import type { Handoff } from "../graph/graph.ts";
import { lookup } from "../json.ts";
import { type Change, type ChangeInput, proposed } from "./change.ts";
import type { SessionContext } from "./context.ts";
import { unwound } from "./delegation.ts";
import { closureOf, countTaken } from "./edge.ts";
import { entered } from "./enter.ts";
import { closeIfSettled, mapCalls, refusal, settle, settleAll } from "./reply.ts";
import { agentOf } from "./state.ts";

/** The names of {@link transferChanges}. */
export type TransferChange = "askForHandoff" | "handOff" | "refuseHandoff" | "giveBack" | "refuseReturn" | "follow";

/** What it does to the context that the conversation goes to another agent, or does not. */
export const transferChanges: Readonly<Record<TransferChange, Change>> = {
  /** The handoff is open, but a person must allow it. */
  askForHandoff: ({ context, event }) => {
    const { call: key } = proposed(event);
    return mapCalls(context, (call) => (call.key === key ? { ...call, approval: "pending" } : call));
  },

  /** The handoff is open: its target gets the conversation. */
  handOff: (input) => {
    const { graph, context, event, agent, to } = input;
    const { call, input: payload } = proposed(event);
    const handoff = declared(input);
    const { handoffs } = context.exchange;
    return entered(graph, to, {
      ...transferred(context, call, `Handed off to ${to}.`),
      stack: handoff.mode === "delegate" ? [...context.stack, agent] : unwound(context.stack, to),
      received: { from: agent, by: "handoff", input: payload },
      exchange: { ...context.exchange, handoffs: handoffs + 1 },
      taken: countTaken(handoff, context),
    });
  },

  /** The handoff is not open: the model is told why. */
  refuseHandoff: (input) => {
    const { graph, context, event } = input;
    const closure = closureOf(graph, declared(input), context);
    if (closure === null) throw new InternalError(`An open handoff to "${input.to}" was refused.`);
    const spent =
      closure.code === "handoffs_spent"
        ? "handoffs"
        : closure.code === "model_calls_spent"
          ? "modelCalls"
          : context.exchange.spent;
    const refused = settle(context, proposed(event).call, refusal(closure.code, closure.message));
    const { refusals } = context.exchange;
    return closeIfSettled({ ...refused, exchange: { ...context.exchange, refusals: refusals + 1, spent } });
  },

  /** The delegate's caller gets the conversation back. */
  giveBack: ({ context, event, agent, to }) => {
    const { call, input } = proposed(event);
    return {
      ...transferred(context, call, `Returned to ${to}.`),
      stack: context.stack.slice(0, -1),
      received: { from: agent, by: "return", input },
      halt: null,
    };
  },

  /** Nobody waits for this return. */
  refuseReturn: ({ context, event, to }) => {
    const refused = settle(
      context,
      proposed(event).call,
      refusal("not_delegated", `${to} does not wait for a return.`),
    );
    const { refusals } = context.exchange;
    return closeIfSettled({ ...refused, exchange: { ...context.exchange, refusals: refusals + 1 } });
  },

  /** A route leads on, without a model. */
  follow: ({ graph, context, agent, to }) =>
    entered(graph, to, {
      ...context,
      stack: unwound(context.stack, to),
      received: { from: agent, by: "route", input: null },
      exchange: { ...context.exchange, handoffs: context.exchange.handoffs + 1 },
    }),
};

/** Answers the call that moves the conversation, and the other transfers of its reply. */
function transferred(context: SessionContext, key: string, output: string): SessionContext {
  const taken = settle(context, key, { status: "taken", output });
  const rest = { error: "superseded", message: "Not performed: only one handoff per reply." };
  return { ...closeIfSettled(settleAll(taken, { status: "superseded", output: rest }, () => true)), due: true };
}

function declared({ graph, agent, to }: ChangeInput): Handoff {
  const handoff = lookup(agentOf(graph, agent).handoffs, to);
  if (handoff === undefined) throw new InternalError(`No handoff from "${agent}" to "${to}".`);
  return handoff;
}
