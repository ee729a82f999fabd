import { agentsOf, type Graph } from "../graph/graph.ts";
import type { DrawnEdge } from "./drawn-edge.ts";
import { unknownTargets } from "./drawn-edges.ts";
import { agentPlace } from "./drawn-place.ts";
import { nodeId, startId } from "./edge-id.ts";
import { edgesOf } from "./edge-of-row.ts";
import { type Arrow, isMesh, joinArrows } from "./join-arrows.ts";
import { markOf } from "./mark-of.ts";
import { mermaidArrow, mermaidStrokes } from "./mermaid-arrow.ts";
import { markedLinks, markedNodes } from "./mermaid-marks.ts";
import { agentNode, anyAgentNode, type NodeNames, nodeName, outcomeNode, unknownNode } from "./mermaid-nodes.ts";
import { mermaidNames, mermaidTitle } from "./mermaid-text.ts";
import type { Mark, Overlay } from "./overlay.ts";

/** Draws the agents of a graph and the ways between them as a Mermaid flowchart. */
export function mermaidAgents(graph: Graph, overlay: Overlay | null = null): string {
  const named = edgesOf(graph);
  const edges = named.map(({ edge }) => edge);
  const ids = new Map(named.map(({ id, edge }) => [edge, id]));
  const markAt = ({ stands }: Arrow): Mark | null =>
    markOf(
      overlay,
      stands.flatMap((edge) => ids.get(edge) ?? []),
    );
  const unknown = unknownTargets(graph);
  const outcomes = [...new Set(edges.flatMap(({ to }) => (to.kind === "end" ? [to.outcome] : [])))];
  const names: NodeNames = {
    agents: mermaidNames("agent", [...agentsOf(graph).map(({ name }) => name), ...unknown]),
    outcomes: mermaidNames("end", outcomes),
  };
  const look = { names, overlay };
  const mesh = isMesh(graph, edges);
  const arrows = joinArrows(mesh ? edges.filter(({ kind }) => kind !== "handoff") : edges);
  const start = "start((start)):::mark";
  const agents = agentsOf(graph).map((agent) => agentNode(graph, agent, look));
  const users = userNodes(edges);
  return [
    ...mermaidTitle(graph.id),
    `flowchart ${mesh ? "LR" : "TB"}`,
    ...indent([
      ...(mesh ? boxed([start, ...agents]) : [start, ...agents]),
      ...unknown.map((name) => unknownNode(name, names)),
      ...anyAgentNode(graph, edges),
      ...users,
      ...outcomes.map((outcome) => outcomeNode(outcome, look)),
      `start --> ${nodeName(agentPlace(graph.start), names)}`,
      ...arrows.map((arrow) => mermaidArrow(arrow, names, markAt(arrow))),
      ...mermaidStrokes(arrows),
      ...markedLinks([markOf(overlay, [startId]), ...arrows.map(markAt)]),
      ...classes,
      ...markedNodes(overlay, nodeIds(graph, edges, names)),
      ...(users.length > 0 ? [userClass] : []),
    ]),
    "",
  ].join("\n");
}

/** The nodes by the ids that overlays know. */
function nodeIds(graph: Graph, edges: readonly DrawnEdge[], names: NodeNames): ReadonlyMap<string, string> {
  const places = [...agentsOf(graph).map(({ name }) => agentPlace(name)), ...edges.map(({ to }) => to)];
  return new Map(places.map((place) => [nodeId(place), nodeName(place, names)]));
}

/** Two nodes for one person: what the user says comes from above, and below he is asked. */
function userNodes(edges: readonly DrawnEdge[]): readonly string[] {
  return [
    ...(edges.some(({ from }) => from.kind === "user") ? ['message(["user message"]):::user'] : []),
    ...(edges.some(({ to }) => to.kind === "user") ? ['user(["the user"]):::user'] : []),
  ];
}

function boxed(nodes: readonly string[]): readonly string[] {
  return ['subgraph mesh ["every agent may hand off to every other"]', ...indent(nodes), "end", "class mesh anyone"];
}

const classes: readonly string[] = [
  "classDef mark fill:#1f2937,stroke:#1f2937,color:#ffffff",
  "classDef agent fill:#eef4ff,stroke:#3b6fd4,color:#14233f",
  "classDef human fill:#fff4d6,stroke:#b98a1d,color:#3d2d00",
  "classDef anyone fill:none,stroke:#8a8f98,stroke-dasharray:4 3",
  "classDef unknown fill:#fde8e8,stroke:#c0392b,color:#5b1210,stroke-dasharray:4 3",
];

const userClass = "classDef user fill:#e7f6ec,stroke:#2f8f57,color:#10331f";

function indent(text: readonly string[]): readonly string[] {
  return text.map((line) => `  ${line}`);
}
