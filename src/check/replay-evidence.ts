import { compileGraph } from "../machine/compile-graph.ts";
import type { MachineEvent } from "../machine/event.ts";
import { createStepper, type SessionSnapshot } from "../machine/step.ts";
import type { Abstraction } from "./abstract/derive-model.ts";
import { eventOf } from "./abstract/event-of.ts";
import { stallEvent } from "./abstract/move.ts";
import { stateOf } from "./abstract/state-of.ts";
import type { Evidence } from "./engine/result.ts";

/** What repeats for ever is gone through so often: budgets are smaller, and a journal is never infinite. */
const rounds = 60;

/**
 * Goes the way of a piece of evidence with the compiled machine: `real` when every step leads where the model says;
 * `assumes` when the way depends on what the model does not count, such as a budget; `spurious` when the model is wrong.
 */
export function replayEvidence(abstraction: Abstraction, evidence: Evidence): "real" | "assumes" | "spurious" {
  const { layout, moves } = abstraction;
  const { loopStart } = evidence;
  const cycle = loopStart === null ? [] : evidence.steps.slice(loopStart);
  const steps = [...evidence.steps, ...Array.from({ length: cycle.length === 0 ? 0 : rounds }, () => cycle).flat()];
  const stepper = createStepper(compileGraph(layout.graph));
  let snapshot = stepper.initial;
  for (const [index, { command, after }] of steps.entries()) {
    const move = moves[command];
    if (move === undefined) return "spurious";
    if (move.event === stallEvent) continue;
    const event: MachineEvent = eventOf(layout, move, { snapshot, at: index + 1 });
    snapshot = stepper.step(snapshot, event).snapshot;
    const found = stateOf(abstraction, snapshot);
    if (found?.join() === after.join()) continue;
    const assumed = steps.slice(0, index + 1).some(({ command: taken }) => isAssumption(moves[taken]?.assumes));
    return assumed || isHeldByBudget(abstraction, snapshot) ? "assumes" : "spurious";
  }
  return "real";
}

/** The machine stands still, or refused a handoff, because of a budget that the model does not count. */
function isHeldByBudget({ layout }: Abstraction, { context }: SessionSnapshot): boolean {
  const { spent, escalated } = context.exchange;
  const isCounted = layout.counted.length > 0 && spent !== null && layout.counted.includes(spent);
  return !isCounted && (context.halt?.kind === "limitReached" || spent !== null || escalated);
}

/** Whether a move assumes what no field tells: that a budget is spent, or that an end condition holds. */
export function isAssumption(assumes: string | undefined): boolean {
  return assumes !== undefined && (assumes.startsWith("a budget") || assumes.startsWith("the end"));
}
