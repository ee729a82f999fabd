import type { Agent, AuthoredGuard, Graph } from "../graph/graph.ts";
import type { ConditionName } from "./condition.ts";
import type { ReplyChange } from "./reply-changes.ts";
import { agentOf, entryState, type InnerState } from "./state.ts";
import type { TransferChange } from "./transfer-changes.ts";
import type { TurnChange } from "./turn-changes.ts";
import type { UserChange } from "./user-changes.ts";

/** The names of what a transition does to the context. */
export type ChangeName = UserChange | ReplyChange | TransferChange | TurnChange;

/** One row: under this condition, go there and change the context so. */
export interface Row {
  readonly when: ConditionName | null;
  /** `null`: stay, without entering the state again. */
  readonly goTo: Target | null;
  /** `null`: the event is dropped. */
  readonly change: ChangeName | null;
  /** Which of the routes, ends, guardrails or rules the row is for. */
  readonly index?: number;
}

/** Where a row leads. */
export type Target =
  | { readonly kind: "agent"; readonly agent: string; readonly inner: InnerState }
  | { readonly kind: "completed" };

/** The rows of one state, by event type, in the order in which they are tried. */
export type Rows = Readonly<Record<string, readonly Row[]>>;

/** A row that gives an agent the conversation. */
export function enter(graph: Graph, to: string, row: Omit<Row, "goTo">): Row {
  return { ...row, goTo: { kind: "agent", agent: agentOf(graph, to).name, inner: entryState(graph, to) } };
}

/** A row that ends the session. */
export function complete(row: Omit<Row, "goTo">): Row {
  return { ...row, goTo: { kind: "completed" } };
}

/** A row that stays in its state. */
export function stay(when: ConditionName | null, change: ChangeName): Row {
  return { when, goTo: null, change };
}

/** A row that drops its event. */
export function drop(when: ConditionName): Row {
  return { when, goTo: null, change: null };
}

/**
 * The rows of a user message: who asked the user something gets the answer, an operator keeps the conversation,
 * otherwise the graph's `entry` decides.
 */
export function entryRows(
  graph: Graph,
  active: Agent | null,
  { when, change }: { readonly when: ConditionName | null; readonly change: ChangeName },
): readonly Row[] {
  const rules: readonly { readonly agent: string; readonly guard: AuthoredGuard | null }[] =
    graph.entry.kind === "list" && active?.kind !== "human" ? graph.entry.rules : [];
  const kept = active !== null && (active.kind === "human" || graph.entry.kind !== "start") ? active.name : graph.start;
  return [
    ...(active?.canAsk ? [enter(graph, active.name, { when: "answersQuestion", change })] : []),
    ...rules.map(({ agent }, index) => enter(graph, agent, { when: "entryOpen", change, index })),
    enter(graph, kept, { when, change }),
  ];
}
