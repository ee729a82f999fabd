import type { UserMessage } from "../graph/message.ts";
import { type Change, type ChangeInput, only } from "./change.ts";
import { type Call, type CallResult, freshExchange, type SessionContext } from "./context.ts";
import { delivered, entered } from "./enter.ts";
import type { UserSpoke } from "./event.ts";
import { openCalls } from "./open-calls.ts";
import { closeIfSettled, pendingApprovals, requestedCalls, settleAll } from "./reply.ts";

/** The names of {@link userChanges}. */
export type UserChange =
  | "hear"
  | "stage"
  | "hearStaged"
  | "withdraw"
  | "hearOperator"
  | "continue"
  | "rest"
  | "stop"
  | "cancel";

/** What people do to the context: users, operators, and whoever stops or ends the session. */
export const userChanges: Readonly<Record<UserChange, Change>> = {
  /** A user message begins an exchange. */
  hear: (input) => heard(input, input.context),

  /** A user message waits until the conversation is balanced. */
  stage: ({ context, event }) => ({ ...context, staged: [...context.staged, ...saidIn(only(event, "user.message"))] }),

  /** User messages that waited begin the next exchange. */
  hearStaged: (input) => {
    const { at } = input.event;
    return entered(input.graph, input.to, { context: atEntry(input, delivered(input.context, at)), at });
  },

  /** A user message comes before what a person was asked: nothing of that reply runs. */
  withdraw: (input) => heard(input, interrupted(input.context)),

  /** An operator answers, and may propose a handoff; budgets are renewed, as when the user speaks. */
  hearOperator: ({ graph, context, event, agent }) => {
    const { text, handoff, at } = only(event, "operator.message");
    const turn = context.turn + 1;
    const heard = { ...context, turn, replies: context.replies + 1, exchange: { ...freshExchange, startedAt: at } };
    const spoken =
      text === "" ? context.conversation : context.conversation.append({ role: "operator", agent, text, at });
    if (handoff === undefined) return { ...heard, conversation: spoken };
    const request = { id: null, name: "handoff", arguments: "", kind: "handoff", ...handoff } as const;
    const calls = openCalls(graph, context, { calls: [request], agent, turn, at });
    const conversation = spoken.append({ role: "assistant", agent, turn, text: "", calls: requestedCalls(calls) });
    return closeIfSettled({ ...heard, conversation, reply: { agent, calls } });
  },

  /** Whoever drives the session goes on: what is due is asked for again. */
  continue: ({ context }) => context,

  /** Nothing is due: the user has the word, with all that was said in the meantime. */
  rest: ({ context, event }) => ({ ...delivered(context, event.at), due: null }),

  /** The run is aborted: what was said is kept, open calls are answered, the user has the word. */
  stop: ({ context, event, agent }) => {
    const { partial, at } = only(event, "run.stopped");
    const answered = interrupted(context);
    const kept = partial === "" ? answered : spoken(answered, agent, partial);
    return { ...delivered(kept, at), due: null, tripped: null, delay: 0 };
  },

  /** The session is over because somebody said so. */
  cancel: ({ context, event }) => ({
    ...delivered(interrupted(context), event.at),
    due: null,
    tripped: null,
    outcome: "cancelled",
  }),
};

/** What a user message begins, at the agent that gets it. */
function heard(input: ChangeInput, context: SessionContext): SessionContext {
  const event = only(input.event, "user.message");
  const { at } = event;
  return entered(input.graph, input.to, { context: atEntry(input, delivered(context, at, saidIn(event))), at });
}

/** All that was said in one breath. */
function saidIn({ text, parts, by, also = [], at }: UserSpoke): readonly UserMessage[] {
  const first = { text, ...(parts === undefined ? {} : { parts }), ...(by === undefined ? {} : { by }) };
  return [first, ...also].map((said) => ({ role: "user", ...said, at }));
}

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
 * decided, and handoffs call something first at most: before that, and unless a call was under way when its process
 * died, it is certain that nothing has happened.
 */
function interrupted(context: SessionContext): SessionContext {
  const decided = pendingApprovals(context).length === 0;
  const started = ({ request, hook, attempt }: Call): boolean =>
    attempt > 1 || hook !== "none" || (decided && request.kind === "tool");
  const unknown = settleAll(context, interruption(maybeDone), started);
  return closeIfSettled(settleAll(unknown, interruption(neverRan), () => true));
}

const maybeDone = "Interrupted before it was done: whether it had an effect is unknown.";
const neverRan = "Withdrawn before it ran: it had no effect.";

function interruption(message: string): CallResult {
  return { status: "interrupted", output: { error: "interrupted", message } };
}
