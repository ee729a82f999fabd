import { type Agent, type Destination, type Graph, guardrailsFor } from "../graph/graph.ts";
import { type ChangeName, complete, drop, enter, entryRows, type Row } from "./row.ts";
import type { InnerState } from "./state.ts";

/*
 * The rows of `turn.due`: what comes next when a reply is settled, in the order in which it is asked. The session may
 * be over; a budget may be spent; a guardrail may have tripped; a delegation may have lasted long enough; routes come
 * before the model, the model before what was said in the meantime, and what follows an answer comes last.
 */

/** The rows of `turn.due` of one agent; `callers` are those that it may have to give the conversation back to. */
export function turnRows(graph: Graph, agent: Agent, callers: readonly string[]): readonly Row[] {
  const { name } = agent;
  const at = (inner: InnerState, row: Omit<Row, "goTo">): Row => ({
    ...row,
    goTo: { kind: "agent", agent: name, inner },
  });
  const ends = graph.ends.map((_, index) => complete({ when: "ended", change: "end", index }));
  const rest = at("awaitingUser", { when: null, change: "rest" });
  if (agent.kind === "human") return [drop("stale"), ...ends, rest];
  return [
    drop("stale"),
    ...ends,
    ...limitRows(graph, at),
    ...trippedRows(graph, agent),
    ...callers.map(
      (caller): Row => ({
        when: "delegationSpent",
        goTo: { kind: "agent", agent: caller, inner: "deciding" },
        change: "takeBack",
      }),
    ),
    ...agent.routes.map(({ destination }, index) =>
      leadTo(graph, at, destination, { when: "routeOpen", change: "follow", index }),
    ),
    at("awaitingModel", { when: "due", change: "ask" }),
    ...entryRows(graph, agent, { when: "staged", change: "hearStaged" }),
    ...agent.afterReply.map(({ destination }, index) =>
      leadTo(graph, at, destination, { when: "followOpen", change: "follow", index }),
    ),
    rest,
  ];
}

type At = (inner: InnerState, row: Omit<Row, "goTo">) => Row;

/** The row of a way that no model takes. */
function leadTo(
  graph: Graph,
  at: At,
  destination: Destination,
  row: Pick<Row, "when" | "index"> & { change: ChangeName },
): Row {
  switch (destination.kind) {
    case "agent":
      return enter(graph, destination.agent, row);
    case "end":
      return complete({ ...row, change: "end" });
    case "user":
      return at("deciding", { ...row, change: "giveWord" });
    case "same":
      return at("awaitingModel", { ...row, change: "goOn" });
  }
}

/** Where the guardrails lead that check this agent, by their place in the graph. */
function trippedRows(graph: Graph, { name, tools }: Agent): readonly Row[] {
  return graph.guardrails.flatMap((guardrail, index): readonly Row[] => {
    const { on, onTrip, tools: checked } = guardrail;
    const hasTools = on === "input" || on === "output" || tools.some((tool) => checked?.includes(tool) ?? true);
    if (!hasTools || !guardrailsFor(graph, name, on).includes(guardrail)) return [];
    if (onTrip.kind === "agent") return [enter(graph, onTrip.agent, { when: "tripped", change: "followTrip", index })];
    return onTrip.kind === "end" ? [complete({ when: "tripped", change: "end", index })] : [];
  });
}

function limitRows(graph: Graph, at: At): readonly Row[] {
  const { onLimit } = graph;
  const halt = (inner: InnerState): Row => at(inner, { when: "limitReached", change: "halt" });
  switch (onLimit.kind) {
    case "askUser":
      return [halt("awaitingUser")];
    case "fail":
      return [halt("failed")];
    case "handoff":
      return [enter(graph, onLimit.to, { when: "limitReachedFirst", change: "escalate" }), halt("awaitingUser")];
  }
}
