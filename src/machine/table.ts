import { type Agent, agentsOf, type Graph, guardrailsFor } from "../graph/graph.ts";
import type { ConditionName } from "./condition.ts";
import { returnTargets } from "./delegation.ts";
import { type ChangeName, complete, drop, enter, entryRows, type Row, type Rows, stay } from "./row.ts";
import { type InnerState, isReadAfterReply } from "./state.ts";
import { turnRows } from "./turn-rows.ts";

/*
 * The transition table of a graph: all that decides where a conversation may go, as data. It is compiled to the
 * XState machine, drawn, and explored; nothing else routes.
 *
 * T1 For each event of a state the first row whose condition holds applies; without one the event is dropped.
 * T2 Handoffs, returns, questions, routes, guardrails, limits and ends leave from `deciding` only.
 * T3 `handoff.<agent>` occurs exactly on the declared edges; `return.<agent>` wherever a model can be asked inside a delegation.
 */

/** The rows of all states but for `session.cancelled`, which every state that is not final has. */
export interface TransitionTable {
  readonly opened: Rows;
  readonly agents: Readonly<Record<string, Readonly<Record<InnerState, Rows>>>>;
}

/** Makes the transition table of a valid graph. */
export function transitionTable(graph: Graph): TransitionTable {
  const returns = returnTargets(graph);
  return {
    opened: { "user.message": entryRows(graph, null, { when: null, change: "hear" }) },
    agents: Object.fromEntries(
      agentsOf(graph).map((agent) => [agent.name, agentRows(graph, agent, returns(agent.name))]),
    ),
  };
}

/** The agent in `handoff.<agent>` and `return.<agent>`: also the rows that refuse speak of it. */
export function addressee(event: string): string | undefined {
  const [, to] = /^(?:handoff|return)\.(.*)$/.exec(event) ?? [];
  return to;
}

function agentRows(graph: Graph, agent: Agent, callers: readonly string[]): Readonly<Record<InnerState, Rows>> {
  const { name } = agent;
  const at = (inner: InnerState, when: ConditionName | null, change: ChangeName): Row => ({
    when,
    goTo: { kind: "agent", agent: name, inner },
    change,
  });
  const stopped = [at("awaitingUser", null, "stop")];
  const busy: Rows = { "user.message": [stay(null, "stage")], "run.stopped": stopped };
  const decided = (change: ChangeName): readonly Row[] => [
    drop("notAsked"),
    stay("moreApprovals", change),
    at("awaitingTools", "toolsPending", change),
    at("deciding", null, change),
  ];
  const toolSettled = [drop("notRunning"), stay("moreTools", "settleTool"), at("deciding", null, "settleTool")];
  const checksInput = guardrailsFor(graph, name, "input").length > 0;
  return {
    awaitingUser: {
      "user.message":
        agent.kind === "human" && graph.ends.length === 0
          ? [stay(null, "hear")]
          : entryRows(graph, agent, { when: null, change: "hear" }),
      ...(agent.kind === "human"
        ? {
            "operator.message": [
              at("deciding", "proposesHandoff", "hearOperator"),
              graph.ends.length === 0 ? stay(null, "hearOperator") : at("deciding", null, "hearOperator"),
            ],
          }
        : {}),
    },
    awaitingModel: {
      ...busy,
      "model.replied": [
        drop("stale"),
        at("awaitingApproval", "approvalsDue", "take"),
        at("awaitingTools", "toolsDue", "take"),
        ...(isReadAfterReply(graph, name) ? [] : [at("awaitingUser", "nothingDue", "take")]),
        at("deciding", null, "take"),
      ],
      "model.failed": [drop("stale"), at("awaitingModel", "attemptsLeft", "retry"), at("failed", null, "giveUp")],
      ...(checksInput ? { "guardrail.tripped": [drop("stale"), at("deciding", null, "trip")] } : {}),
      "run.resumed": [at("awaitingModel", null, "reask")],
    },
    awaitingApproval: {
      "user.message":
        graph.whilePending === "withdraw"
          ? entryRows(graph, agent, { when: null, change: "withdraw" })
          : [stay(null, "stage")],
      "run.stopped": stopped,
      "approval.granted": decided("grant"),
      "approval.denied": decided("deny"),
      "deadline.passed": decided("deny"),
      "run.resumed": [at("awaitingApproval", null, "continue")],
    },
    awaitingTools: {
      ...busy,
      "tool.returned": toolSettled,
      "tool.failed": toolSettled,
      "run.resumed": [
        at("awaitingApproval", "doubtsAsk", "rerun"),
        at("awaitingTools", "rerunsLeft", "rerun"),
        at("deciding", null, "rerun"),
      ],
    },
    deciding: {
      ...busy,
      ...Object.fromEntries(
        Object.values(agent.handoffs).map((handoff) => [
          `handoff.${handoff.to}`,
          [
            drop("notProposed"),
            ...(handoff.approval ? [at("awaitingApproval", "openWithApproval", "askForHandoff")] : []),
            ...(handoff.onHandoff === null ? [] : [at("awaitingTools", "openWithHook", "callHook")]),
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
      ...(agent.kind === "human" || agent.canEnd === null
        ? {}
        : {
            "end.due": [
              drop("notProposed"),
              complete({ when: "endOpen", change: "endByCall" }),
              at("deciding", null, "refuseEnd"),
            ],
          }),
      ...(agent.kind === "model" && agent.canAsk
        ? {
            "question.due": [drop("notProposed"), at("deciding", null, "askUser")],
          }
        : {}),
      "turn.due": turnRows(graph, agent, callers),
      "run.resumed": [at("deciding", null, "continue")],
    },
    failed: {
      "user.message": entryRows(graph, agent, { when: null, change: "hear" }),
      "run.resumed": [
        ...(graph.onLimit.kind === "fail" ? [at("deciding", "haltedByLimit", "renew")] : []),
        at("awaitingModel", null, "revive"),
      ],
    },
  };
}
