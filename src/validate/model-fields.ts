import type { Agent, AgentView } from "../graph/graph.ts";

/** The fields of an agent that were given and that only its model uses; routes and handoffs work without one. */
export function modelFields(agent: Agent): readonly string[] {
  return Object.entries({
    instructions: agent.instructions.trim() !== "" || agent.writeInstructions !== null,
    tools: agent.tools.length > 0,
    afterReply: agent.afterReply.length > 0,
    view: !isDefault(agent.view),
    output: agent.output !== null,
    canEnd: agent.canEnd !== null,
    canAsk: agent.canAsk,
    settings: Object.keys(agent.settings).length > 0,
  }).flatMap(([field, isGiven]) => (isGiven ? [field] : []));
}

function isDefault(view: AgentView): boolean {
  return view.kind === "standard" && view.last === null && view.hide === "handoffs" && view.summary === null;
}
