import type { Agent, Graph } from "../graph/graph.ts";
import { lookup } from "../json.ts";
import { type AgentFact, agentFacts } from "./agent-facts.ts";
import { checkedAgents } from "./checked-agents.ts";
import type { DrawnEdge } from "./drawn-edge.ts";
import { agentPlace, type DrawnPlace, endPlace } from "./drawn-place.ts";
import { nodeId } from "./edge-id.ts";
import { markLines } from "./mermaid-marks.ts";
import { mermaidText } from "./mermaid-text.ts";
import type { Overlay } from "./overlay.ts";
import { toolNotes } from "./tool-notes.ts";

/** The node names of agents, known or not, and of the outcomes of a session. */
export interface NodeNames {
  readonly agents: ReadonlyMap<string, string>;
  readonly outcomes: ReadonlyMap<string, string>;
}

/** The name of the node that arrows to a place lead to. */
export function nodeName(place: DrawnPlace, { agents, outcomes }: NodeNames): string {
  switch (place.kind) {
    case "agent":
      return agents.get(place.agent) ?? place.agent;
    case "anyAgent":
      return "anyone";
    case "user":
      return "user";
    case "end":
      return outcomes.get(place.outcome) ?? place.outcome;
  }
}

/** What nodes are written with. */
export interface NodeLook {
  readonly names: NodeNames;
  readonly overlay: Overlay | null;
}

/** Writes the node of an agent: its name and tools, and one short line for each other thing to know about it. */
export function agentNode(graph: Graph, agent: Agent, { names, overlay }: NodeLook): string {
  const { name, kind, tools, canAsk, afterReply } = agent;
  const guardrails = graph.guardrails.filter((guardrail) => checkedAgents(graph, guardrail)?.includes(name));
  const lines = [
    `<b>${mermaidText(name)}</b>`,
    ...[...new Set(tools)].flatMap((tool) => toolLines(graph, tool)),
    ...(canAsk ? ["ask_user"] : []),
    ...(afterReply.some(({ destination }) => destination.kind === "same") ? [small("autonomous")] : []),
    ...agentFacts(agent).map(factLine),
    ...guardrailLine(guardrails.map((guardrail) => guardrail.name)),
    ...markLines(overlay, nodeId(agentPlace(name))),
  ];
  const node = nodeName(agentPlace(name), names);
  if (kind === "human") return `${node}(["${[...lines, small("a person")].join("<br/>")}"]):::human`;
  return `${node}["${lines.join("<br/>")}"]:::agent`;
}

/** Writes the node of a target that is no agent. */
export function unknownNode(name: string, names: NodeNames): string {
  return `${nodeName(agentPlace(name), names)}["${mermaidText(name)}<br/>${small("no such agent")}"]:::unknown`;
}

/** Writes the node of one outcome of a session. */
export function outcomeNode(outcome: string, { names, overlay }: NodeLook): string {
  const lines = [`the end: ${mermaidText(outcome)}`, ...markLines(overlay, nodeId(endPlace(outcome)))];
  return `${nodeName(endPlace(outcome), names)}(["${lines.join("<br/>")}"]):::mark`;
}

/** Writes the node that stands for any agent where there is one, with the guardrails that check all of them. */
export function anyAgentNode(graph: Graph, edges: readonly DrawnEdge[]): readonly string[] {
  const guardrails = graph.guardrails.filter((guardrail) => checkedAgents(graph, guardrail) === null);
  if (guardrails.length === 0 && !edges.some(({ from }) => from.kind === "anyAgent")) return [];
  const lines = ["any agent", ...guardrailLine(guardrails.map(({ name }) => name))];
  return [`anyone(["${lines.join("<br/>")}"]):::anyone`];
}

/** A tool's name, and under it what a person has to do with its calls. */
function toolLines(graph: Graph, name: string): readonly string[] {
  const tool = lookup(graph.tools, name);
  return [mermaidText(name), ...(tool === undefined ? [] : toolNotes(tool).map(small))];
}

function guardrailLine(names: readonly string[]): readonly string[] {
  return names.length === 0 ? [] : [factLine({ name: "guardrails", text: names.join(", ") })];
}

function factLine({ name, text }: AgentFact): string {
  return `<i>${mermaidText(name)}: ${mermaidText(text)}</i>`;
}

function small(text: string): string {
  return `<i>${mermaidText(text)}</i>`;
}
