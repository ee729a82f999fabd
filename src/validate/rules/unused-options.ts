import type { Agent, Handoff } from "../../graph/graph.ts";
import { lookup } from "../../json.ts";
import type { Finding, Place } from "../diagnostic.ts";
import type { GraphFacts } from "../graph-facts.ts";

/** Finds options that have no effect where they stand, since what they are about is not asked for. */
export function* unusedOptionRules(facts: GraphFacts): Generator<Finding> {
  for (const [name, { approval, approvalExpires, inDoubt }] of Object.entries(facts.graph.tools)) {
    if (approvalExpires === null || approval.kind !== "never" || inDoubt === "ask") continue;
    yield unused({
      path: ["tools", name, "approvalExpires"],
      subject: `The tool "${name}"`,
      reason: "no person is asked to approve it",
      hint: "Write `approval` as well, or remove it.",
    });
  }
  for (const agent of facts.agents) {
    for (const handoff of Object.values(agent.handoffs)) yield* optionsOfHandoff(handoff, facts);
    yield* toolChoice(agent, facts);
  }
}

interface Option {
  readonly path: Place;
  /** For messages: `The tool "look"`. */
  readonly subject: string;
  readonly reason: string;
  readonly hint: string;
}

function unused({ path, subject, reason, hint }: Option): Finding {
  const message = `${subject} has \`${path.at(-1)}\`, which has no effect: ${reason}.`;
  return { code: "unused-option", path, message, hint };
}

function* optionsOfHandoff(handoff: Handoff, { graph }: GraphFacts): Generator<Finding> {
  const { from, to, approval, approvalExpires, mode, result, maxTurns, view } = handoff;
  const subject = `The handoff from "${from}" to "${to}"`;
  const at = ["agents", from, "handoffs", to];
  if (approvalExpires !== null && !approval) {
    const reason = "no person is asked to approve it";
    const hint = "Write `approval: true` as well, or remove it.";
    yield unused({ path: [...at, "approvalExpires"], subject, reason, hint });
  }
  if (view !== null && lookup(graph.agents, to)?.kind === "human") {
    const reason = `"${to}" is a person, and views are what models see`;
    yield unused({ path: [...at, "view"], subject, reason, hint: "Remove it." });
  }
  if (mode === "delegate") return;
  for (const [option, value] of Object.entries({ result, maxTurns })) {
    if (value === null) continue;
    const reason = "nothing is given back, since it is no delegation";
    const hint = 'Write `mode: "delegate"` as well, or remove it.';
    yield unused({ path: [...at, option], subject, reason, hint });
  }
}

function* toolChoice(agent: Agent, { handoffs }: GraphFacts): Generator<Finding> {
  const { name, kind, settings, tools, canEnd, canAsk } = agent;
  if (kind === "human" || settings.toolChoice !== "required") return;
  const hasTools = tools.length > 0 || Object.keys(agent.handoffs).length > 0 || canEnd !== null || canAsk;
  const mayReturn = handoffs.some(({ mode }) => mode === "delegate"); // from wherever the delegation has led to
  if (hasTools || mayReturn) return;
  yield unused({
    path: ["agents", name, "settings", "toolChoice"],
    subject: `Agent "${name}"`,
    reason: "there is no tool that its model could call",
    hint: "Give it a tool, a handoff, `canAsk` or `canEnd`, or remove it.",
  });
}
