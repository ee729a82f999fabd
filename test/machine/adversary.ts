import { agentsOf, type Graph } from "../../src/graph/graph.ts";
import type { Effect } from "../../src/machine/effect.ts";
import type { DecodedCall, MachineEvent } from "../../src/machine/event.ts";
import { pendingApprovals, pendingTools } from "../../src/machine/reply.ts";
import type { SessionSnapshot } from "../../src/machine/step.ts";

/** Draws numbers in [0, below) from a list that fast-check made, so that every walk can be shrunk. */
export type Draw = (below: number) => number;

export function drawFrom(choices: readonly number[]): Draw {
  let index = 0;
  return (below) => {
    const choice = choices[index % choices.length] ?? 0;
    index++;
    return (choice + Math.floor(index / choices.length) * 7) % below;
  };
}

/**
 * The next event of a hostile world: mostly what the machine waits for, with any content; sometimes anything else:
 * answers to old turns, unknown calls, handoffs that nobody proposed, users who talk at any time.
 */
export function nextEvent(
  graph: Graph,
  { snapshot, effects, draw, at }: { snapshot: SessionSnapshot; effects: readonly Effect[]; draw: Draw; at: number },
): MachineEvent {
  const due = effects.find((effect) => effect.type === "proceed");
  if (due !== undefined && draw(12) > 0) return { ...due.params.event, at } as MachineEvent;
  return draw(5) === 0 ? anything(graph, snapshot, { draw, at }) : expected(graph, snapshot, { draw, at });
}

interface Moment {
  readonly draw: Draw;
  readonly at: number;
}

function expected(graph: Graph, snapshot: SessionSnapshot, { draw, at }: Moment): MachineEvent {
  const { context } = snapshot;
  const [approval] = pendingApprovals(context);
  if (approval !== undefined) {
    if (draw(2) === 0) return { type: "approval.granted", call: approval.key, at };
    return draw(3) === 0
      ? { type: "deadline.passed", call: approval.key, at }
      : { type: "approval.denied", call: approval.key, at };
  }
  const tools = pendingTools(context);
  const running = tools[draw(Math.max(1, tools.length))];
  if (running !== undefined) return toolResult(running.key, { draw, at });
  return modelAnswer(graph, snapshot, { draw, at });
}

function anything(graph: Graph, snapshot: SessionSnapshot, moment: Moment): MachineEvent {
  const { draw, at } = moment;
  const agents = agentsOf(graph).map(({ name }) => name);
  const agent = agents[draw(agents.length)] ?? "ann";
  const call = `${draw(4)}.${draw(3)}`;
  switch (draw(12)) {
    case 0:
      return { type: "run.stopped", partial: draw(2) === 0 ? "half a" : "", at };
    case 1:
      return { type: "run.resumed", at };
    case 2:
      return toolResult(call, moment);
    case 3:
      return { type: "approval.granted", call, at };
    case 4:
      return { type: `handoff.${agent}`, call, input: {}, guard: { holds: true, reads: {} }, at };
    case 5:
      return { type: `return.${agent}`, call, input: {}, at };
    case 6:
      return { type: "turn.due", turn: snapshot.context.turn - draw(2), at };
    case 7:
      return {
        type: "operator.message",
        text: "I am here.",
        at,
        ...(draw(2) === 0 ? { handoff: { to: agent, input: {} } } : {}),
      };
    case 8:
      return draw(20) === 0
        ? { type: "session.cancelled", at }
        : { type: "user.message", text: "And another thing", at };
    case 9:
      return { ...modelAnswer(graph, snapshot, moment), turn: snapshot.context.turn - 1 } as MachineEvent;
    default:
      return { type: "user.message", text: "Hello", at };
  }
}

function modelAnswer(graph: Graph, snapshot: SessionSnapshot, { draw, at }: Moment): MachineEvent {
  const { turn, attempt } = snapshot.context;
  if (draw(8) === 0) {
    const error = { code: "server_error", message: "It broke.", retryable: draw(3) > 0 };
    return { type: "model.failed", turn, attempt, error, partial: "", jitter: draw(10) / 10, at };
  }
  if (draw(6) === 0) return { type: "user.message", text: "Next question", at };
  const calls = Array.from({ length: draw(4) }, () => decodedCall(graph, draw));
  const usage = { inputTokens: 1, outputTokens: 1 };
  return {
    type: "model.replied",
    turn,
    attempt,
    model: "m",
    text: draw(2) === 0 ? "Well." : "",
    calls,
    usage,
    offers: [],
    at,
  };
}

function decodedCall(graph: Graph, draw: Draw): DecodedCall {
  const text = { id: draw(3) === 0 ? null : `id${draw(3)}`, arguments: "{}" };
  const agents = agentsOf(graph);
  const to = agents[draw(agents.length)]?.name ?? "ann";
  switch (draw(6)) {
    case 0:
      return {
        ...text,
        name: "nothing",
        kind: "rejected",
        code: "unknown_tool",
        message: "No.",
        handoff: false,
        to: null,
      };
    case 1:
      return { ...text, name: `return_to_${to}`, kind: "return", to, input: {} };
    case 2:
    case 3:
      return { ...text, name: `handoff_to_${to}`, kind: "handoff", to, input: { reason: "because" } };
    default: {
      const tool = ["look", "mark", "pay"][draw(3)] ?? "look";
      return { ...text, name: tool, kind: "tool", tool, input: {}, approval: tool === "pay" };
    }
  }
}

function toolResult(call: string, { draw, at }: Moment): MachineEvent {
  if (draw(4) === 0) return { type: "tool.failed", call, attempt: 1, code: "threw", message: "Broken.", at };
  const sets = [
    {},
    { flag: draw(2) === 0 },
    { tier: ["low", "mid", "high"][draw(3)] },
    { amount: draw(10) },
    { amount: null },
  ];
  return { type: "tool.returned", call, attempt: 1, output: "done", set: sets[draw(sets.length)] ?? {}, at };
}
