import { compileGraph, createStepper, type Effect, type Graph, type MachineEvent } from "handoff-machine";
import type { RealStep } from "../../../src/audit/move-of-step.ts";
import { guardrailsFor } from "../../../src/graph/graph.ts";
import { activeAgentOf } from "../../../src/machine/state.ts";
import type { SessionSnapshot } from "../../../src/machine/step.ts";
import { nextEvent } from "../../machine/adversary.ts";
import { drawFrom } from "../../machine/hostile/draw.ts";

/** What a model has in view. */
export interface Looked {
  readonly parallelCalls: number;
  /** Whether people stop runs and end sessions. */
  readonly interventions: boolean;
}

/**
 * A hostile session within what is explored: no more calls in a reply, no decision that is remembered, and nothing that no
 * runtime sends.
 */
export function possibleSession(graph: Graph, drawn: readonly number[], looked: Looked): readonly RealStep[] {
  const stepper = createStepper(compileGraph(graph));
  const draw = drawFrom(drawn);
  const steps: RealStep[] = [];
  let before: SessionSnapshot = stepper.initial;
  let effects: readonly Effect[] = [];
  for (let at = 1_000; steps.length < drawn.length && at < 1_000 + 3 * drawn.length; at++) {
    const event = tamed(nextEvent(graph, { snapshot: before, effects, draw, at }), looked);
    if (isImpossible(graph, event, before)) continue;
    if (!looked.interventions && (event.type === "run.stopped" || event.type === "session.cancelled")) continue;
    const step = stepper.step(before, event);
    steps.push({ before, event, after: step.snapshot });
    if (step.snapshot !== before) effects = step.effects;
    before = step.snapshot;
  }
  return steps;
}

/** The event with fewer calls, and without a decision that is remembered. */
function tamed(event: MachineEvent, { parallelCalls }: Looked): MachineEvent {
  switch (event.type) {
    case "model.replied": {
      const { verdicts, ...reply } = event;
      const kept = verdicts?.filter(({ call }) => call === undefined || Number(call.split(".")[1]) < parallelCalls);
      const calls = event.calls.slice(0, parallelCalls);
      return { ...reply, calls, ...(kept === undefined ? {} : { verdicts: kept }) };
    }
    case "approval.granted":
    case "approval.denied": {
      const { remember: _, ...decision } = event;
      return decision;
    }
    default:
      return event;
  }
}

/** A verdict of a guardrail on tools that it does not check here, and a deadline of what does not expire. */
function isImpossible(graph: Graph, event: MachineEvent, before: SessionSnapshot): boolean {
  const call = "call" in event ? before.context.reply?.calls.find(({ key }) => key === event.call) : undefined;
  if (event.type === "deadline.passed") return call !== undefined && call.expiresAt === null;
  if (!("verdicts" in event) || event.verdicts === undefined) return false;
  const agent = activeAgentOf(before.value) ?? "";
  const own = call?.request.kind === "tool" ? [call.request.tool] : (graph.agents[agent]?.tools ?? []);
  return event.verdicts.some(({ guardrail, on }) => {
    const tools = guardrailsFor(graph, agent, on).find(({ name }) => name === guardrail)?.tools ?? null;
    return (on === "arguments" || on === "result") && !own.some((tool) => tools?.includes(tool) ?? true);
  });
}
