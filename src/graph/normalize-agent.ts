import type { AgentDefinition, CanEndDefinition, HandoffDefinition } from "./definition.ts";
import type { Agent, AgentView, CanEnd, Handoff } from "./graph.ts";
import type { Variables } from "./guard.ts";
import { authored, normalizeAfterReply, normalizeRoute } from "./normalize-rules.ts";
import { handoffToolName } from "./tool-name.ts";
import type { View } from "./view.ts";

/** An agent with every default filled in; `descriptions` are those of all agents. */
export function normalizeAgent(
  name: string,
  agent: AgentDefinition<string, string, Variables>,
  descriptions: Readonly<Record<string, string>>,
): Agent {
  const { instructions = "" } = agent;
  return {
    name,
    kind: agent.kind ?? "model",
    description: agent.description ?? "",
    instructions: typeof instructions === "string" ? instructions : "",
    writeInstructions: typeof instructions === "string" ? null : instructions,
    tools: [...(agent.tools ?? [])],
    handoffs: Object.fromEntries(
      Object.entries(agent.handoffs ?? {}).flatMap(([to, handoff]) =>
        handoff === undefined ? [] : [[to, normalizeHandoff({ from: name, to }, handoff, descriptions)]],
      ),
    ),
    routes: (agent.routes ?? []).map((route) => normalizeRoute(name, route)),
    afterReply: (agent.afterReply ?? []).map((rule) => normalizeAfterReply(name, rule)),
    view: normalizeView(agent.view ?? {}),
    output: agent.output ?? null,
    canEnd: normalizeCanEnd(agent.canEnd),
    canAsk: agent.canAsk ?? false,
    settings: { ...agent.settings },
  };
}

function normalizeHandoff(
  { from, to }: { from: string; to: string },
  handoff: HandoffDefinition<Variables>,
  descriptions: Readonly<Record<string, string>>,
): Handoff {
  return {
    from,
    to,
    tool: handoff.tool ?? handoffToolName(to),
    guard: authored(handoff.when),
    input: handoff.input ?? null,
    description: handoff.description ?? (Object.hasOwn(descriptions, to) ? (descriptions[to] ?? "") : ""),
    offer: handoff.offer ?? "whenOpen",
    approval: handoff.approval ?? false,
    approvalExpires: handoff.approvalExpires ?? null,
    maxTimes: normalizeMaxTimes(handoff.maxTimes),
    set: { ...handoff.set },
    view: handoff.view === undefined ? null : normalizeView(handoff.view),
    onHandoff: handoff.onHandoff ?? null,
    mode: handoff.mode ?? "handoff",
    result: handoff.result ?? null,
    maxTurns: handoff.maxTurns ?? null,
  };
}

function normalizeMaxTimes(maxTimes: HandoffDefinition<Variables>["maxTimes"]): Handoff["maxTimes"] {
  if (maxTimes === undefined) return null;
  return typeof maxTimes === "number"
    ? { count: maxTimes, per: "session" }
    : { count: maxTimes.perExchange, per: "exchange" };
}

function normalizeView(view: View): AgentView {
  if ("select" in view) return { kind: "custom", ...view };
  const { last = null, hide = "handoffs", summary = false } = view;
  const { instructions = summaryInstructions, keep = 20 } = typeof summary === "boolean" ? {} : summary;
  return { kind: "standard", last, hide, summary: summary === false ? null : { instructions, keep } };
}

const summaryInstructions =
  "Summarize the conversation so far for a colleague who goes on with it: what the user wants, what was found out and done, with all names and numbers that matter, and what is still open. Write nothing else.";

function normalizeCanEnd(canEnd: boolean | CanEndDefinition<Variables> | undefined): CanEnd | null {
  if (canEnd === undefined || canEnd === false) return null;
  const { when, result, outcome, description } = canEnd === true ? {} : canEnd;
  return {
    guard: authored(when),
    result: result ?? null,
    outcome: outcome ?? "ended",
    description: description ?? "Call it when nothing is left to do for the user.",
  };
}
