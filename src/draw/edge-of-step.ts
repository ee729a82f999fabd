import type { Graph } from "../graph/graph.ts";
import { acceptable } from "../machine/acceptable.ts";
import type { CallRequest } from "../machine/call-request.ts";
import type { MachineEvent } from "../machine/event.ts";
import { activeAgentOf, stateName } from "../machine/state.ts";
import type { SessionSnapshot } from "../machine/step.ts";
import { takenRow } from "../machine/taken-row.ts";
import { startId } from "./edge-id.ts";
import { edgeOfRow, refusedByRow, type Wish, wishedEdge } from "./edge-of-row.ts";
import { listedRow } from "./table-row.ts";

/** One step of a session: an event, and where it met the machine. */
export interface MetEvent {
  readonly before: SessionSnapshot;
  readonly event: MachineEvent;
}

/** Which way a step took in drawings: names of rows and edges. */
export interface StepWay {
  /** `null`: the event was dropped, or it was `session.cancelled`, which has no row. */
  readonly row: string | null;
  /** `null`: the conversation stayed where it was. The first message takes `start` where no rule of `entry` is there for it. */
  readonly edge: string | null;
  /** An edge that was asked for and not taken: the machine refused it, a person denied it. */
  readonly refused: string | null;
}

/** Tells which row of the transition table and which edge of the graph a step took, and which edge it refused. */
export function edgeOfStep(graph: Graph, { before, event }: MetEvent): StepWay {
  const row = takenRow(graph, before, event);
  const from = stateName(before.value);
  if (row === null || from === "completed" || from === "cancelled") return { row: null, edge: null, refused: null };
  const listed = listedRow(graph, row, { from, event: event.type });
  if (listed === null) return { row: null, edge: null, refused: null };
  const edge = edgeOfRow(graph, listed)?.id ?? (from === "opened" ? startId : null);
  const refused = refusedByRow(graph, listed)?.id ?? deniedEdge(graph, { before, event });
  return { row: listed.id, edge, refused };
}

/** The edge of a call that was refused before it came to the machine's turn. */
function deniedEdge(graph: Graph, { before, event }: MetEvent): string | null {
  const agent = activeAgentOf(before.value);
  const edgeFor = (wish: Wish | null): string | null =>
    wish === null ? null : (wishedEdge(graph, agent, wish)?.id ?? null);
  switch (event.type) {
    case "approval.denied":
    case "deadline.passed": {
      const call = before.context.reply?.calls.find(({ key }) => key === event.call);
      return call === undefined ? null : edgeFor(wishOf(call.request));
    }
    case "model.replied":
      for (const call of event.calls) {
        const { kind } = acceptable(graph, agent ?? "", { call, variables: before.context.variables });
        if (kind !== "rejected") continue;
        const edge = edgeFor(call.kind === "rejected" ? rejectedWish(call) : wishOf(call));
        if (edge !== null) return edge;
      }
      return null;
    default:
      return null;
  }
}

function wishOf(request: CallRequest): Wish | null {
  switch (request.kind) {
    case "handoff":
    case "return":
      return { kind: request.kind, to: request.to };
    case "end":
      return { kind: "end", to: null };
    default:
      return null;
  }
}

function rejectedWish({ handoff, to }: Extract<CallRequest, { kind: "rejected" }>): Wish | null {
  return handoff && to !== null ? { kind: "handoff", to } : null;
}
