import type { Graph } from "../graph/graph.ts";
import type { DrawnEdge } from "./drawn-edge.ts";
import { drawnEdges } from "./drawn-edges.ts";
import { agentAt } from "./drawn-place.ts";
import { edgeIds } from "./edge-id.ts";
import type { TableRow } from "./table-row.ts";

/** An edge with its name. */
export interface NamedEdge {
  readonly id: string;
  readonly edge: DrawnEdge;
}

/** The edge that a row of the transition table takes; `null` where the conversation stays, or begins at the start. */
export function edgeOfRow(graph: Graph, { from, row, to }: Omit<TableRow, "id" | "isElse">): NamedEdge | null {
  const { change, when, index = -1 } = row;
  const left = typeof from === "string" ? null : from.agent;
  const entered = typeof to === "string" ? null : to.agent;
  switch (change) {
    case "handOff":
      return edgeAt(graph, left, (edge) => isCall(edge) && agentAt(edge.to) === entered);
    case "giveBack":
    case "takeBack":
      return edgeAt(graph, left, ({ kind, to: target }) => kind === "return" && agentAt(target) === entered);
    case "endByCall":
      return edgeAt(graph, left, ({ kind }) => kind === "endCall");
    case "escalate":
      return edgesOf(graph).find(({ edge }) => edge.kind === "limit") ?? null;
    case "follow":
    case "giveWord":
    case "goOn":
    case "followTrip":
    case "end":
      return wayOf(graph, left, { when, index });
    case "hear":
    case "hearStaged":
    case "withdraw":
      return entryOf(graph, left, { when, index });
    default:
      return null;
  }
}

/** The edge that a row of the transition table refuses; `null` for all other rows. */
export function refusedByRow(graph: Graph, { from, event, row }: Omit<TableRow, "id" | "isElse">): NamedEdge | null {
  const left = typeof from === "string" ? null : from.agent;
  switch (row.change) {
    case "refuseHandoff":
      return wishedEdge(graph, left, { kind: "handoff", to: event.slice("handoff.".length) });
    case "refuseReturn":
      return wishedEdge(graph, left, { kind: "return", to: event.slice("return.".length) });
    case "refuseEnd":
      return wishedEdge(graph, left, { kind: "end", to: null });
    default:
      return null;
  }
}

/** What a model can ask for about who speaks next. */
export interface Wish {
  readonly kind: "handoff" | "return" | "end";
  readonly to: string | null;
}

/** The edge that a model asks for; `null` where the graph has none such. */
export function wishedEdge(graph: Graph, agent: string | null, { kind, to }: Wish): NamedEdge | null {
  return edgeAt(graph, agent, (edge) => {
    if (kind === "end") return edge.kind === "endCall";
    return (kind === "return" ? edge.kind === "return" : isCall(edge)) && agentAt(edge.to) === to;
  });
}

/** All edges of a graph with their names. */
export function edgesOf(graph: Graph): readonly NamedEdge[] {
  const ids = edgeIds(graph);
  const known = edgesByGraph.get(graph) ?? drawnEdges(graph).map((edge, index) => ({ id: ids[index] ?? "", edge }));
  edgesByGraph.set(graph, known);
  return known;
}

const edgesByGraph = new WeakMap<Graph, readonly NamedEdge[]>();

type Rule = Pick<TableRow["row"], "when"> & { readonly index: number };

/** Rows of rules know their place among them. */
function wayOf(graph: Graph, agent: string | null, { when, index }: Rule): NamedEdge | null {
  switch (when) {
    case "routeOpen":
      return edgesFrom(graph, agent).filter(({ edge }) => edge.kind === "route")[index] ?? null;
    case "followOpen":
      return edgesFrom(graph, agent).filter(({ edge }) => edge.kind === "afterReply")[index] ?? null;
    case "tripped": {
      const guardrail = graph.guardrails[index];
      const isTripped = ({ edge }: NamedEdge): boolean => edge.kind === "guardrail" && edge.guardrail === guardrail;
      return edgesOf(graph).find((one) => isTripped(one) && [null, agent].includes(agentAt(one.edge.from))) ?? null;
    }
    case "ended":
      return edgesOf(graph).filter(({ edge }) => edge.kind === "end")[index] ?? null;
    default:
      return null;
  }
}

/** What the user says goes by a rule, or to the start; whoever answers a question or speaks with a person stays there. */
function entryOf(graph: Graph, agent: string | null, { when, index }: Rule): NamedEdge | null {
  const entries = edgesOf(graph).filter(({ edge }) => edge.kind === "entry");
  if (when === "entryOpen") return entries[index] ?? null;
  const isKept = agent !== null && graph.agents[agent]?.kind === "human";
  return graph.entry.kind === "start" && when !== "answersQuestion" && !isKept ? (entries[0] ?? null) : null;
}

function edgeAt(graph: Graph, agent: string | null, isIt: (edge: DrawnEdge) => boolean): NamedEdge | null {
  return edgesFrom(graph, agent).find(({ edge }) => isIt(edge)) ?? null;
}

function edgesFrom(graph: Graph, agent: string | null): readonly NamedEdge[] {
  return agent === null ? [] : edgesOf(graph).filter(({ edge }) => agentAt(edge.from) === agent);
}

function isCall({ kind }: DrawnEdge): boolean {
  return kind === "handoff" || kind === "delegation";
}
