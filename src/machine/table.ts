import type { Agent, Graph } from "../graph/graph.ts";
import { agentsOf } from "../graph/graph.ts";
import type { ConditionName } from "./condition.ts";
import { returnTargets } from "./delegation.ts";
import type { ReplyChange } from "./reply-changes.ts";
import { agentOf, entryState, type InnerState } from "./state.ts";
import type { TransferChange } from "./transfer-changes.ts";
import type { TurnChange } from "./turn-changes.ts";
import type { UserChange } from "./user-changes.ts";

/*
 * The transition table of a graph: all that decides where a conversation may go, as data. It is compiled to the
 * XState machine, drawn, and explored; nothing else routes.
 *
 * T1 For each event of a state the first row whose condition holds applies; without one the event is dropped.
 * T2 Handoffs, returns, routes, limits and ends leave from `deciding` only.
 * T3 `handoff.<agent>` occurs exactly on the declared edges; `return.<agent>` wherever a delegation can be open.
 */

/** The names of what a transition does to the context. */
export type ChangeName = UserChange | ReplyChange | TransferChange | TurnChange;

/** One row: under this condition, go there and change the context so. */
export interface Row {
  readonly when: ConditionName | null;
  /** `null`: stay, without entering the state again. */
  readonly goTo: Target | null;
  /** `null`: the event is dropped. */
  readonly change: ChangeName | null;
  /** Which route or end the row is for. */
  readonly index?: number;
}

/** Where a row leads. */
export type Target =
  | { readonly kind: "agent"; readonly agent: string; readonly inner: InnerState }
  | { readonly kind: "completed" };

/** The rows of one state, by event type, in the order in which they are tried. */
export type Rows = Readonly<Record<string, readonly Row[]>>;

/** The rows of all states but for `session.cancelled`, which every state that is not final has. */
export interface TransitionTable {
  readonly opened: Rows;
  readonly agents: Readonly<Record<string, Readonly<Record<InnerState, Rows>>>>;
}

/** Makes the transition table of a valid graph. */
export function transitionTable(graph: Graph): TransitionTable {
  const returns = returnTargets(graph);
  return {
    opened: { "user.message": [enter(graph, graph.start, { when: null, change: "hear" })] },
    agents: Object.fromEntries(
      agentsOf(graph).map((agent) => [agent.name, agentRows(graph, agent, returns(agent.name))]),
    ),
  };
}

function agentRows(graph: Graph, agent: Agent, callers: readonly string[]): Readonly<Record<InnerState, Rows>> {
  const { name } = agent;
  const at = (inner: InnerState, when: ConditionName | null, change: ChangeName): Row => ({
    when,
    goTo: { kind: "agent", agent: name, inner },
    change,
  });
  const busy: Rows = {
    "user.message": [stay(null, "stage")],
    "run.stopped": [at("awaitingUser", null, "stop")],
  };
  const decided = (change: ChangeName): readonly Row[] => [
    drop("notAsked"),
    stay("moreApprovals", change),
    at("awaitingTools", "toolsPending", change),
    at("deciding", null, change),
  ];
  const toolSettled = [drop("notRunning"), stay("moreTools", "settleTool"), at("deciding", null, "settleTool")];
  return {
    awaitingUser: {
      "user.message": [
        agent.kind === "human" && graph.ends.length === 0
          ? stay(null, "hear")
          : enter(graph, entryAgent(graph, agent), { when: null, change: "hear" }),
      ],
      ...(agent.kind === "human"
        ? { "operator.message": [at("deciding", "proposesHandoff", "hearOperator"), stay(null, "hearOperator")] }
        : {}),
    },
    awaitingModel: {
      ...busy,
      "model.replied": [
        drop("stale"),
        at("awaitingApproval", "approvalsDue", "take"),
        at("awaitingTools", "toolsDue", "take"),
        ...(graph.ends.length === 0 ? [at("awaitingUser", "nothingDue", "take")] : []),
        at("deciding", null, "take"),
      ],
      "model.failed": [drop("stale"), at("awaitingModel", "attemptsLeft", "retry"), at("failed", null, "giveUp")],
      "run.resumed": [at("awaitingModel", null, "reask")],
    },
    awaitingApproval: {
      ...busy,
      "approval.granted": decided("grant"),
      "approval.denied": decided("deny"),
      "deadline.passed": decided("deny"),
      "run.resumed": [at("awaitingApproval", null, "continue")],
    },
    awaitingTools: {
      ...busy,
      "tool.returned": toolSettled,
      "tool.failed": toolSettled,
      "run.resumed": [at("awaitingTools", null, "rerun")],
    },
    deciding: {
      ...busy,
      ...Object.fromEntries(
        Object.values(agent.handoffs).map((handoff) => [
          `handoff.${handoff.to}`,
          [
            drop("notProposed"),
            ...(handoff.approval ? [at("awaitingApproval", "openWithApproval", "askForHandoff")] : []),
            enter(graph, handoff.to, { when: "open", change: "handOff" }),
            at("deciding", null, "refuseHandoff"),
          ],
        ]),
      ),
      ...Object.fromEntries(
        callers.map((caller) => [
          `return.${caller}`,
          [
            drop("notProposed"),
            { when: "topOfStack", goTo: { kind: "agent", agent: caller, inner: "deciding" }, change: "giveBack" },
            at("deciding", null, "refuseReturn"),
          ] satisfies readonly Row[],
        ]),
      ),
      "turn.due": turnRows(graph, agent),
      "run.resumed": [at("deciding", null, "continue")],
    },
    failed: {
      "user.message": [enter(graph, name, { when: null, change: "hear" })],
      "run.resumed": [
        ...(graph.onLimit.kind === "fail" ? [at("deciding", "haltedByLimit", "renew")] : []),
        at("awaitingModel", null, "revive"),
      ],
    },
  };
}

function turnRows(graph: Graph, agent: Agent): readonly Row[] {
  const { name } = agent;
  const ends: readonly Row[] = graph.ends.map((_, index) => ({
    when: "ended",
    goTo: { kind: "completed" },
    change: "end",
    index,
  }));
  const rest: Row = { when: null, goTo: { kind: "agent", agent: name, inner: "awaitingUser" }, change: "rest" };
  if (agent.kind === "human") return [drop("stale"), ...ends, rest];
  return [
    drop("stale"),
    ...ends,
    ...limitRows(graph, name),
    ...agent.routes.map((route, index) => enter(graph, route.to, { when: "routeOpen", change: "follow", index })),
    { when: "due", goTo: { kind: "agent", agent: name, inner: "awaitingModel" }, change: "ask" },
    enter(graph, entryAgent(graph, agent), { when: "staged", change: "hearStaged" }),
    rest,
  ];
}

function limitRows(graph: Graph, agent: string): readonly Row[] {
  const { onLimit } = graph;
  const halt = (inner: InnerState): Row => ({
    when: "limitReached",
    goTo: { kind: "agent", agent, inner },
    change: "halt",
  });
  switch (onLimit.kind) {
    case "askUser":
      return [halt("awaitingUser")];
    case "fail":
      return [halt("failed")];
    case "handoff":
      return [enter(graph, onLimit.to, { when: "limitReachedFirst", change: "escalate" }), halt("awaitingUser")];
  }
}

/** Who gets a user message while this agent is active: an operator keeps the conversation. */
function entryAgent(graph: Graph, agent: Agent): string {
  return agent.kind === "model" && graph.entry === "start" ? graph.start : agent.name;
}

function enter(graph: Graph, to: string, row: Omit<Row, "goTo">): Row {
  return { ...row, goTo: { kind: "agent", agent: agentOf(graph, to).name, inner: entryState(graph, to) } };
}

function stay(when: ConditionName | null, change: ChangeName): Row {
  return { when, goTo: null, change };
}

function drop(when: ConditionName): Row {
  return { when, goTo: null, change: null };
}
