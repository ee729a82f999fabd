import { acceptable } from "./acceptable.ts";
import { type Change, type ChangeInput, only } from "./change.ts";
import { type CallResult, freshExchange, type SessionContext } from "./context.ts";
import { delivered, entered } from "./enter.ts";
import { closeIfSettled, openCalls, pendingApprovals, requestedCalls, settleAll } from "./reply.ts";

/** The names of {@link userChanges}. */
export type UserChange = "hear" | "stage" | "hearStaged" | "hearOperator" | "continue" | "rest" | "stop" | "cancel";

/** What people do to the context: users, operators, and whoever stops or ends the session. */
export const userChanges: Readonly<Record<UserChange, Change>> = {
  /** A user message begins an exchange. */
  hear: (input) => {
    const { text, at } = only(input.event, "user.message");
    return entered(input.graph, input.to, atEntry(input, delivered(input.context, { role: "user", text, at })));
  },

  /** A user message waits until the conversation is balanced. */
  stage: ({ context, event }) => {
    const { text, at } = only(event, "user.message");
    return { ...context, staged: [...context.staged, { role: "user", text, at }] };
  },

  /** User messages that waited begin the next exchange. */
  hearStaged: (input) => entered(input.graph, input.to, atEntry(input, delivered(input.context))),

  /** An operator answers, and may propose a handoff; budgets are renewed, as when the user speaks. */
  hearOperator: ({ graph, context, event, agent }) => {
    const { text, handoff, at } = only(event, "operator.message");
    const turn = context.turn + 1;
    const spoken =
      text === "" ? context.conversation : context.conversation.append({ role: "operator", agent, text, at });
    if (handoff === undefined) return { ...context, conversation: spoken, turn, exchange: freshExchange };
    const request = { id: null, name: "handoff", arguments: "", kind: "handoff", ...handoff } as const;
    const calls = openCalls([acceptable(graph, agent, request)], turn);
    const conversation = spoken.append({ role: "assistant", agent, turn, text: "", calls: requestedCalls(calls) });
    return closeIfSettled({ ...context, conversation, turn, exchange: freshExchange, reply: { agent, calls } });
  },

  /** Whoever drives the session goes on: what is due is asked for again. */
  continue: ({ context }) => context,

  /** Nothing is due: the user has the word, with all that was said in the meantime. */
  rest: ({ context }) => ({ ...delivered(context), due: false }),

  /** The run is aborted: what was said is kept, open calls are answered, the user has the word. */
  stop: ({ context, event, agent }) => {
    const { partial } = only(event, "run.stopped");
    const answered = interrupted(context);
    return { ...delivered(partial === "" ? answered : spoken(answered, agent, partial)), due: false, delay: 0 };
  },

  /** The session is over because somebody said so. */
  cancel: ({ context }) => ({ ...delivered(interrupted(context)), due: false, outcome: "cancelled" }),
};

/** A conversation that begins anew at another agent leaves open delegations behind. */
function atEntry({ agent, to }: ChangeInput, context: SessionContext): SessionContext {
  return agent === to ? context : { ...context, stack: [], received: null };
}

/** Keeps what an agent had said when it was interrupted. */
function spoken(context: SessionContext, agent: string, text: string): SessionContext {
  const { turn, conversation } = context;
  const message = { role: "assistant", agent, turn, text, calls: [], interrupted: true } as const;
  return { ...context, conversation: conversation.append(message) };
}

/**
 * Answers every open call, so that the conversation is balanced. Tools run only when all approvals of the reply are
 * decided: before that, and of handoffs always, it is certain that nothing has happened.
 */
function interrupted(context: SessionContext): SessionContext {
  const started = pendingApprovals(context).length === 0;
  const unknown = settleAll(context, interruption(maybeDone), (call) => started && call.request.kind === "tool");
  return closeIfSettled(settleAll(unknown, interruption(neverRan), () => true));
}

const maybeDone = "Interrupted before it was done: whether it had an effect is unknown.";
const neverRan = "Withdrawn before it ran: it had no effect.";

function interruption(message: string): CallResult {
  return { status: "interrupted", output: { error: "interrupted", message } };
}
