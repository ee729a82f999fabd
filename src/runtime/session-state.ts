import type { GraphShape } from "../graph/graph.ts";
import type { Usage } from "../graph/message.ts";
import type { JsonValue } from "../json.ts";
import type { Halt } from "../machine/context.ts";
import type { Conversation } from "../machine/conversation.ts";
import { pendingApprovals } from "../machine/reply.ts";
import type { SessionSnapshot } from "../machine/step.ts";
import { activeAgent, approvalUpdate, statusOf } from "./describe-step.ts";
import type { ApprovalRequested, SessionStatus } from "./update.ts";
import type { World } from "./world.ts";

/** What stands in a session: derived from its journal, never changed by hand. */
export interface SessionState<Shape extends GraphShape = GraphShape> {
  readonly status: SessionStatus;
  /** The active agent; `null` before the first message and after the end. */
  readonly agent: Shape["agent"] | null;
  readonly variables: Readonly<Shape["variables"]>;
  /** All messages, oldest first: iterate, or read with `at`. */
  readonly conversation: Conversation;
  /** The calls that wait for a person. */
  readonly approvals: readonly ApprovalRequested[];
  /** How many user messages wait to be delivered. */
  readonly staged: number;
  /** The callers of open delegations, the newest last. */
  readonly delegations: readonly string[];
  /** Tokens of all model calls so far. */
  readonly usage: Usage;
  /** What they cost, by the graph's prices. */
  readonly cost: number;
  readonly halt: Halt | null;
  readonly outcome: string | null;
  /** What `end_conversation` gave, or the last answer in the form that an agent's `output` asks for. */
  readonly result: JsonValue;
  /** The number of journal entries. */
  readonly position: number;
}

/** Reads the state of a session off its snapshot. */
export function sessionState(facts: {
  readonly world: World;
  readonly snapshot: SessionSnapshot;
  readonly position: number;
  /** Whether something works on it, or is about to. */
  readonly busy: boolean;
}): SessionState {
  const { world, snapshot, position, busy } = facts;
  const { conversation, variables, staged, stack, usage, cost, halt, outcome, result } = snapshot.context;
  const rest = statusOf(world.graph, snapshot);
  const agent = activeAgent(snapshot);
  return {
    status: busy ? "running" : rest === "running" ? "interrupted" : rest,
    agent,
    variables,
    conversation,
    approvals: pendingApprovals(snapshot.context).flatMap((call) => approvalUpdate(call, agent ?? "") ?? []),
    staged: staged.length,
    delegations: stack.map(({ caller }) => caller),
    usage,
    cost,
    halt,
    outcome,
    result,
    position,
  };
}
