import type { Usage } from "../graph/message.ts";
import type { JsonValue } from "../json.ts";
import type { Halt } from "../machine/context.ts";
import { Conversation } from "../machine/conversation.ts";
import type { StateName } from "../machine/state.ts";
import type { ApprovalRequested, RestStatus } from "../runtime/update.ts";
import type { Frame } from "./frame.ts";

/** A session as it stood at some position: what its frames up to there say together. */
export interface FoldedSession {
  /** The number of frames. */
  readonly length: number;
  /** The time of the last of them; 0 where there is none. */
  readonly at: number;
  readonly state: StateName;
  /** The active agent; `null` before the first message and after the end. */
  readonly agent: string | null;
  readonly status: RestStatus | "running";
  readonly variables: Readonly<Record<string, JsonValue>>;
  /** Shares what it can with that of the position before: reading and folding a long one costs no more. */
  readonly conversation: Conversation;
  readonly approvals: readonly ApprovalRequested[];
  readonly staged: number;
  readonly delegations: readonly string[];
  readonly usage: Usage;
  readonly cost: number;
  readonly halt: Halt | null;
  readonly outcome: string | null;
  readonly result: JsonValue;
}

/** The session before its first frame. */
export const unopened: FoldedSession = Object.freeze({
  length: 0,
  at: 0,
  state: "opened",
  agent: null,
  status: "opened",
  variables: Object.freeze({}),
  conversation: Conversation.empty,
  approvals: Object.freeze([]),
  staged: 0,
  delegations: Object.freeze([]),
  usage: Object.freeze({ inputTokens: 0, outputTokens: 0 }),
  cost: 0,
  halt: null,
  outcome: null,
  result: null,
});

/** The session after one more frame. Pure; `session` stays as it was. */
export function foldFrame(session: FoldedSession, frame: Frame): FoldedSession {
  const { position, at, state, status, messages, variables } = frame;
  const {
    approvals = session.approvals,
    staged = session.staged,
    delegations = session.delegations,
    usage = session.usage,
    cost = session.cost,
    halt = session.halt,
    outcome = session.outcome,
    result = session.result,
  } = frame;
  let hasChanged = false;
  for (const _ in variables) hasChanged = true;
  return {
    length: position + 1,
    at,
    state,
    agent: typeof state === "string" ? null : state.agent,
    status,
    variables: hasChanged ? { ...session.variables, ...variables } : session.variables,
    conversation: messages.reduce(withMessage, session.conversation),
    approvals,
    staged,
    delegations,
    usage,
    cost,
    halt,
    outcome,
    result,
  };
}

function withMessage(conversation: Conversation, { index, message }: Frame["messages"][number]): Conversation {
  return index < conversation.length ? conversation.replace(index, message) : conversation.append(message);
}
