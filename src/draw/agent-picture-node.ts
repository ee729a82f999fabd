import type { Agent, Graph } from "../graph/graph.ts";
import { lookup } from "../json.ts";
import { agentFacts } from "./agent-facts.ts";
import { checkedAgents } from "./checked-agents.ts";
import type { DrawnEdge } from "./drawn-edge.ts";
import { agentPlace } from "./drawn-place.ts";
import { nodeId } from "./edge-id.ts";
import type { PictureLine, PictureNode } from "./picture.ts";
import { toolNotes } from "./tool-notes.ts";

/** Makes a node that holds nothing, of what differs between such nodes. */
export function pictureNode(
  given: Pick<PictureNode, "id" | "kind" | "title"> & Partial<Pick<PictureNode, "agent" | "parent" | "lines">>,
): PictureNode {
  return { parent: null, lines: [], agent: null, isFolded: false, ...given };
}

/** Makes the node of an agent, with its tools and whatever else it declares; folded, with its name alone. */
export function agentPictureNode(
  graph: Graph,
  agent: Agent,
  { parent, isFolded }: Pick<PictureNode, "parent" | "isFolded">,
): PictureNode {
  const { name, kind } = agent;
  const lines = agentLines(graph, agent);
  const person: readonly PictureLine[] = kind === "human" ? [{ text: "a person", style: "note" }] : [];
  return {
    ...pictureNode({
      id: nodeId(agentPlace(name)),
      kind: kind === "human" ? "human" : "agent",
      title: name,
      agent: name,
    }),
    parent,
    lines: [...person, ...(isFolded ? [] : lines)],
    isFolded: isFolded && lines.length > 0,
  };
}

/** Makes the node that stands for any agent where there is one, with the guardrails that check all of them. */
export function anyAgentPictureNode(graph: Graph, edges: readonly DrawnEdge[]): readonly PictureNode[] {
  const guardrails = graph.guardrails.filter((guardrail) => checkedAgents(graph, guardrail) === null);
  if (guardrails.length === 0 && !edges.some(({ from }) => from.kind === "anyAgent")) return [];
  const lines = guardrailLines(guardrails.map(({ name }) => name));
  return [pictureNode({ id: "anyAgent", kind: "anyAgent", title: "any agent", lines })];
}

/** A tool's name, and under it what stands in its way. */
function agentLines(graph: Graph, agent: Agent): readonly PictureLine[] {
  const { name, tools, canAsk, afterReply } = agent;
  const guardrails = graph.guardrails.filter((guardrail) => checkedAgents(graph, guardrail)?.includes(name));
  return [
    ...[...new Set(tools)].flatMap((tool) => toolLines(graph, tool)),
    ...(canAsk ? [{ text: "ask_user", style: "tool" } satisfies PictureLine] : []),
    ...(afterReply.some(({ destination }) => destination.kind === "same") ? [note("autonomous")] : []),
    ...agentFacts(agent).map((fact) => note(`${fact.name}: ${fact.text}`)),
    ...guardrailLines(guardrails.map((guardrail) => guardrail.name)),
  ];
}

function toolLines(graph: Graph, name: string): readonly PictureLine[] {
  const tool = lookup(graph.tools, name);
  const notes = tool === undefined ? ["no such tool"] : toolNotes(tool);
  return [{ text: name, style: "tool" }, ...notes.map((text): PictureLine => ({ text, style: styleOf(text) }))];
}

function styleOf(text: string): PictureLine["style"] {
  if (text.startsWith("needs approval")) return "approval";
  return text.startsWith("only when ") ? "guard" : "note";
}

function guardrailLines(names: readonly string[]): readonly PictureLine[] {
  return names.length === 0 ? [] : [note(`guardrails: ${names.join(", ")}`)];
}

function note(text: string): PictureLine {
  return { text, style: "note" };
}
