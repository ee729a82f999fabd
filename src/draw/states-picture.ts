import { agentsOf, type Graph } from "../graph/graph.ts";
import { innerStates, type StateName } from "../machine/state.ts";
import { refuseInvalidGraph } from "../validate/assert-valid-graph.ts";
import { agentPictureNode, pictureNode } from "./agent-picture-node.ts";
import { meshNode, startArrow } from "./agents-picture.ts";
import { drawnEdges } from "./drawn-edges.ts";
import { agentPlace } from "./drawn-place.ts";
import { nodeId, startId } from "./edge-id.ts";
import { edgeOfRow } from "./edge-of-row.ts";
import { isMesh } from "./join-arrows.ts";
import type { Picture, PictureArrow, PictureLine, PictureNode } from "./picture.ts";
import { pictureCaption } from "./picture-caption.ts";
import type { PictureWish } from "./picture-wish.ts";
import { rowLabel } from "./row-label.ts";
import { stateText, type TableRow, tableRows } from "./table-row.ts";
import { toldApart } from "./told-apart.ts";

/**
 * Makes the picture of every state of the compiled machine, inside its agent, and of every transition between them.
 * A folded agent is one node; what happens inside of it is not shown. Rows that drop an event are left out.
 *
 * @throws {GraphError} `invalid_graph` when the graph has errors, since it has no machine then.
 */
export function pictureOfStates(graph: Graph, wish: PictureWish): Picture {
  refuseInvalidGraph(graph);
  const mesh = isMesh(graph, drawnEdges(graph));
  const rows = mesh ? tableRows(graph).filter((row) => isShownInMesh(row, wish)) : tableRows(graph);
  const arrows = arrowsOf(graph, rows, wish);
  return {
    title: graph.id,
    level: "states",
    nodes: [
      pictureNode({ id: startId, kind: "start", title: "start" }),
      outerNode("opened", "state"),
      ...(mesh ? [meshNode] : []),
      ...agentsOf(graph).flatMap(({ name }) => agentNodes(graph, name, { wish, parent: mesh ? meshNode.id : null })),
      ...(arrows.some(({ to }) => to === completed) ? [outerNode("completed", "end")] : []),
      outerNode("cancelled", "end", [{ text: "session.cancelled leads here from every state", style: "note" }]),
    ],
    arrows: [startArrow("state:opened"), ...arrows],
    caption: pictureCaption(graph),
  };
}

const completed = "state:completed";

/** The handoffs of a mesh are told in a sentence, but for those of one agent. */
function isShownInMesh({ from, row, to }: TableRow, { focus }: PictureWish): boolean {
  if (row.change !== "handOff") return true;
  return [from, to].some((state) => typeof state !== "string" && state.agent === focus);
}

function outerNode(name: string, kind: "state" | "end", lines: readonly PictureLine[] = []): PictureNode {
  return pictureNode({ id: `state:${name}`, kind, title: name, lines });
}

interface AgentPlace {
  readonly wish: PictureWish;
  readonly parent: string | null;
}

function agentNodes(graph: Graph, name: string, { wish, parent }: AgentPlace): readonly PictureNode[] {
  const agent = agentsOf(graph).find((one) => one.name === name);
  if (agent === undefined) return [];
  const isFolded = !wish.isUnfolded(name);
  const node = { ...agentPictureNode(graph, agent, { parent, isFolded: true }), isFolded };
  if (isFolded) return [node];
  const states = innerStates.map((inner) =>
    pictureNode({
      id: `state:${stateText({ agent: name, inner })}`,
      kind: "state",
      title: inner,
      agent: name,
      parent: node.id,
    }),
  );
  return [node, ...states];
}

/** One arrow for all rows between the same two nodes: drawings have no room for more. */
function arrowsOf(graph: Graph, rows: readonly TableRow[], wish: PictureWish): readonly PictureArrow[] {
  const shown = rows.filter(({ from, to }) => !isInsideFolded(from, to, wish));
  const groups = [
    ...Map.groupBy(shown, ({ from, to }) => JSON.stringify([stateNodeId(from, wish), stateNodeId(to, wish)])).values(),
  ];
  const ends = groups.map(
    ([row]) => [stateNodeId(row?.from ?? "opened", wish), stateNodeId(row?.to ?? "opened", wish)] as const,
  );
  const ids = toldApart(ends.map(([from, to]) => `${from}→${to}`));
  return groups.map((group, index): PictureArrow => {
    const [from, to] = ends[index] ?? ["", ""];
    return {
      id: ids[index] ?? "",
      kind: kindOf(graph, group),
      from,
      to,
      lines: group.map((row) => rowLine(graph, row)),
      stands: group.map(({ id }) => id),
      isMutual: false,
    };
  });
}

function isInsideFolded(from: StateName, to: StateName, { isUnfolded }: PictureWish): boolean {
  return typeof from !== "string" && typeof to !== "string" && from.agent === to.agent && !isUnfolded(from.agent);
}

/** The node of a state: that of its agent, where the agent is folded. */
function stateNodeId(state: StateName, { isUnfolded }: PictureWish): string {
  if (typeof state !== "string" && !isUnfolded(state.agent)) return nodeId(agentPlace(state.agent));
  return `state:${stateText(state)}`;
}

/** The kind of edge that all of them take, or `event`. */
function kindOf(graph: Graph, rows: readonly TableRow[]): PictureArrow["kind"] {
  const [kind, ...others] = new Set(rows.map((row) => edgeOfRow(graph, row)?.edge.kind ?? "event"));
  return kind === undefined || others.length > 0 ? "event" : kind;
}

function rowLine(graph: Graph, { from, event, row, isElse }: TableRow): PictureLine {
  const agent = typeof from === "string" ? null : from.agent;
  const condition = rowLabel(graph, { agent, event, row, isElse });
  return { text: condition === "" ? event : `${event} [${condition}]`, style: "event" };
}
