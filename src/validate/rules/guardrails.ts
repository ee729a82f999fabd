import type { Guardrail } from "../../graph/graph.ts";
import { lookup } from "../../json.ts";
import type { Finding } from "../diagnostic.ts";
import type { GraphFacts } from "../graph-facts.ts";

/** Finds guardrails that ask for what cannot be done where they check, and those that never check anything. */
export function* guardrailRules(facts: GraphFacts): Generator<Finding> {
  for (const guardrail of facts.graph.guardrails) {
    yield* mistakes(guardrail);
    const reason = idleReason(guardrail, facts);
    if (reason === null) continue;
    yield {
      code: "unused-guardrail",
      path: ["guardrails", guardrail.name],
      message: `The guardrail "${guardrail.name}" never checks anything: ${reason}.`,
      hint: "Let it check what can happen, or remove it.",
    };
  }
}

function* mistakes({ name, on, tools, beside, onTrip }: Guardrail): Generator<Finding> {
  const path = ["guardrails", name];
  if (tools !== null && !isOfTools(on)) {
    yield {
      code: "guardrail-mistake",
      path: [...path, "tools"],
      message: `The guardrail "${name}" checks \`${on}\`, which is no tool's, but names tools.`,
      hint: "Check `arguments` or `result`, or remove `tools`.",
    };
  }
  if (beside && on !== "input") {
    yield {
      code: "guardrail-mistake",
      path: [...path, "beside"],
      message: `The guardrail "${name}" checks \`${on}\`, which cannot go on before it is checked.`,
      hint: "Remove `beside`: only what the user says can be checked while the model is asked.",
    };
  }
  if (onTrip.kind === "retry" && on !== "output") {
    yield {
      code: "guardrail-mistake",
      path: [...path, "onTrip"],
      message: `The guardrail "${name}" checks \`${on}\`, which no model can be asked to give again.`,
      hint: 'Only `output` can be given again: write "refuse", { to } or { end }.',
    };
  }
}

/** Why a guardrail never checks anything, or `null`; names that stand for nothing are another finding. */
function idleReason(guardrail: Guardrail, facts: GraphFacts): string | null {
  const { on, onTrip, agents } = guardrail;
  const names = meantOf(agents ?? facts.agentNames, facts.meantAgent);
  const target = onTrip.kind === "agent" ? onTrip.agent : null;
  if (names === null) return null;
  const checked = names.flatMap((name) => lookup(facts.graph.agents, name) ?? []);
  const models = checked.filter(({ kind }) => kind === "model");
  if (checked.length === 0) return "its list of agents is empty";
  if (models.length === 0) return "the agents that it checks are people";
  const others = models.filter(({ name }) => name !== target);
  if (others.length === 0) return `it leads to "${target}", the only agent that it could check`;
  if (!isOfTools(on)) return null;
  const tools = meantOf(guardrail.tools ?? facts.toolNames, facts.meantTool);
  const offered = meantOf(
    others.flatMap((agent) => agent.tools),
    facts.meantTool,
  );
  if (tools === null || offered === null) return null;
  if (tools.some((tool) => offered.includes(tool))) return null;
  return "no agent that it checks has a tool that it checks";
}

/** What names stand for, or `null` when one of them stands for nothing. */
function meantOf(names: readonly string[], meant: (name: string) => string | null): readonly string[] | null {
  const known = names.map(meant).filter((name) => name !== null);
  return known.length === names.length ? known : null;
}

function isOfTools(on: Guardrail["on"]): boolean {
  return on === "arguments" || on === "result";
}
