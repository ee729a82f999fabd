import type { DecodedCall, SessionSnapshot } from "handoff-machine";
import { agentsOf, type Graph, guardrailsFor } from "../../../src/graph/graph.ts";
import type { MachineEvent, ModelReplied, Verdict } from "../../../src/machine/event.ts";
import { activeAgentOf } from "../../../src/machine/state.ts";
import { toolNames } from "../../arbitraries/tools.ts";
import { type Draw, type Moment, oneOf } from "./draw.ts";

/* What models answer, and what guardrails say of it. */

/** The answer of the model that is asked, of whatever kind. */
export function modelAnswers(graph: Graph, snapshot: SessionSnapshot, { draw, at }: Moment): MachineEvent {
  const { turn, attempt, heard } = snapshot.context;
  const agent = activeAgentOf(snapshot.value) ?? graph.start;
  if (draw(8) === 0) return { turn, attempt, ...failure(agent, draw), at };
  const input = guardrailsFor(graph, agent, "input");
  const guard = input[draw(Math.max(1, input.length))];
  if (guard !== undefined && draw(3) === 0) {
    const verdict: Verdict = {
      guardrail: guard.name,
      on: "input",
      outcome: "tripped",
      reason: "bad words",
      message: heard,
    };
    const tripped = { guardrail: guard.name, reason: "bad words", verdicts: [verdict], partial: "" };
    return { type: "guardrail.tripped", turn, attempt, ...tripped, at };
  }
  const text = draw(3) === 0 ? "" : `Well, ${at}.`;
  const caller = snapshot.context.stack.at(-1)?.caller ?? null;
  const calls = draw(3) === 0 ? [] : Array.from({ length: draw(4) }, () => decodedCall(graph, { agent, caller }, draw));
  const verdicts = [
    ...inputVerdicts(graph, agent, { draw, heard }),
    ...outputVerdicts(graph, agent, { draw, text }),
    ...argumentVerdicts(graph, agent, { draw, turn, calls }),
  ];
  return {
    type: "model.replied",
    turn,
    attempt,
    model: oneOf(draw, ["m-small", "m-large", "unheard-of"]),
    text,
    calls,
    usage: { inputTokens: draw(30), outputTokens: draw(20) },
    offers: [],
    at,
    ...(verdicts.length === 0 ? {} : { verdicts }),
    ...outputOf(graph, agent, { draw, calls }),
    ...(draw(6) === 0 ? { instructions: { hash: `h${draw(2)}`, text: "You are." } } : {}),
    ...summaryOf(agent, draw),
  };
}

function failure(
  agent: string,
  draw: Draw,
): Omit<Extract<MachineEvent, { type: "model.failed" }>, "turn" | "attempt" | "at"> {
  const retryAfter = draw(4) === 0 ? { retryAfter: draw(2) * 100_000 + 10 } : {};
  const error = { code: "server_error", message: "It broke.", retryable: draw(3) > 0, ...retryAfter };
  const more = { ...(draw(3) === 0 ? { fallback: true as const } : {}), ...summaryOf(agent, draw) };
  return { type: "model.failed", error, partial: draw(2) === 0 ? "" : "half a", jitter: draw(10) / 10, ...more };
}

function summaryOf(agent: string, draw: Draw): Pick<ModelReplied, "summary"> {
  if (draw(10) > 0) return {};
  const usage = { inputTokens: draw(20), outputTokens: 3 };
  return { summary: { for: agent, text: "In short.", covers: draw(4), model: "m-small", usage } };
}

function outputOf(
  graph: Graph,
  agent: string,
  { draw, calls }: { draw: Draw; calls: readonly DecodedCall[] },
): Pick<ModelReplied, "output"> {
  if (graph.agents[agent]?.output === null || calls.length > 0) return {};
  return { output: draw(2) === 0 ? { value: { ok: true } } : { problems: ["ok is missing"] } };
}

function inputVerdicts(
  graph: Graph,
  agent: string,
  { draw, heard }: { draw: Draw; heard: number },
): readonly Verdict[] {
  return guardrailsFor(graph, agent, "input").map(({ name: guardrail, beside }) =>
    draw(2) === 0 || beside
      ? { guardrail, on: "input", outcome: "passed", message: heard }
      : { guardrail, on: "input", outcome: "rewritten", value: "[hidden]", message: heard },
  );
}

function outputVerdicts(graph: Graph, agent: string, { draw, text }: { draw: Draw; text: string }): readonly Verdict[] {
  if (text === "") return [];
  const verdicts: Verdict[] = [];
  for (const { name: guardrail } of guardrailsFor(graph, agent, "output")) {
    const outcome = oneOf(draw, ["passed", "rewritten", "tripped"] as const);
    verdicts.push({
      guardrail,
      on: "output",
      outcome,
      ...(outcome === "rewritten" ? { value: "[said]" } : {}),
      reason: "bad words",
    });
    if (outcome === "tripped") return verdicts;
  }
  return verdicts;
}

/** What is said of the arguments of a call; one that is not let through has been rejected by whoever decoded it. */
function argumentVerdicts(
  graph: Graph,
  agent: string,
  { draw, turn, calls }: { draw: Draw; turn: number; calls: readonly DecodedCall[] },
): readonly Verdict[] {
  return calls.flatMap((call, index): readonly Verdict[] => {
    const [guardrail] = guardrailsFor(graph, agent, "arguments");
    if (guardrail === undefined || call.kind !== "rejected" || call.code !== "guardrail" || draw(2) === 0) return [];
    return [
      { guardrail: guardrail.name, on: "arguments", outcome: "tripped", reason: "bad words", call: `${turn}.${index}` },
    ];
  });
}

/** A call to anything: also to what the agent does not have, and to agents that it cannot reach. */
function decodedCall(
  graph: Graph,
  { agent, caller }: { readonly agent: string; readonly caller: string | null },
  draw: Draw,
): DecodedCall {
  const text = { id: draw(3) === 0 ? null : `id${draw(3)}`, arguments: "{}" };
  const agents = agentsOf(graph);
  const own = Object.keys(graph.agents[agent]?.handoffs ?? {});
  const anybody = agents[draw(agents.length)]?.name ?? "ann";
  const to = draw(3) === 0 ? anybody : (own[draw(Math.max(1, own.length))] ?? anybody);
  switch (draw(9)) {
    case 0:
      return {
        ...text,
        name: "nothing",
        kind: "rejected",
        code: draw(2) === 0 ? "unknown_tool" : "guardrail",
        message: "No.",
        handoff: false,
        to: null,
      };
    case 1: {
      const back = draw(4) === 0 ? anybody : (caller ?? anybody);
      return { ...text, name: `return_to_${back}`, kind: "return", to: back, input: {} };
    }
    case 2:
      return { ...text, name: "end_conversation", kind: "end", input: { reason: "over" } };
    case 3:
      return { ...text, name: "ask_user", kind: "question", question: "Which?" };
    case 4:
    case 5:
    case 6:
      return { ...text, name: `handoff_to_${to}`, kind: "handoff", to, input: { reason: "because" } };
    default: {
      const tool = oneOf(draw, toolNames);
      const sum = draw(6);
      const input = tool === "lend" ? { sum } : {};
      return {
        ...text,
        name: tool,
        kind: "tool",
        tool,
        input,
        approval: tool === "pay" || (tool === "lend" && sum > 3),
      };
    }
  }
}
