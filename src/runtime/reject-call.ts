import { agentsOf, type Graph } from "../graph/graph.ts";
import { endToolName, handoffToolName, questionToolName } from "../graph/tool-name.ts";
import { lookup } from "../json.ts";
import type { CallRequest, RejectionCode } from "../machine/call-request.ts";
import type { Toolbox } from "./toolbox.ts";

/** Tells a model why there is nothing under the name that it called, and what there is. */
export function unknownCall(
  name: string,
  {
    world: { graph },
    agent,
    toolbox,
  }: { readonly world: { readonly graph: Graph }; readonly agent: string; readonly toolbox: Toolbox },
): CallRequest {
  const offered = toolbox.always.map((tool) => tool.name);
  const instead = `Available: ${offered.join(", ") || "none"}.`;
  if (name.startsWith("handoff_to_")) {
    const target = agentsOf(graph).find((known) => handoffToolName(known.name) === name);
    if (target === undefined)
      return rejected(
        "unknown_target",
        `There is no agent for "${name}". ${instead}`,
        name.slice("handoff_to_".length),
      );
    return target.name === agent
      ? rejected("self_handoff", `${agent} has the conversation already. ${instead}`, agent)
      : rejected("undeclared_handoff", `${agent} cannot hand off to ${target.name}. ${instead}`, target.name);
  }
  if (name.startsWith("return_to_"))
    return rejected("not_delegated", `Nobody waits for "${name}". ${instead}`, name.slice("return_to_".length));
  if (name === endToolName) return rejected("undeclared_end", `${agent} cannot end the conversation. ${instead}`);
  if (name === questionToolName)
    return rejected("undeclared_question", `${agent} has no tool to ask the user: answer instead. ${instead}`);
  return lookup(graph.tools, name) === undefined
    ? rejected("unknown_tool", `There is no tool "${name}". ${instead}`)
    : rejected("foreign_tool", `${agent} does not have the tool "${name}". ${instead}`);
}

/** A rejection; of a call for another agent, with that agent's name. */
export function rejected(code: RejectionCode, message: string, to: string | null = null): CallRequest {
  return { kind: "rejected", code, message, handoff: to !== null, to };
}
