import {
  compileGraph,
  createStepper,
  type Effect,
  type Graph,
  type MachineEvent,
  type SessionSnapshot,
} from "handoff-machine";
import { deepFreeze } from "../../src/json.ts";
import { nextEvent } from "./adversary.ts";
import { drawFrom } from "./hostile/draw.ts";
import { userSays } from "./hostile/people.ts";

/** One event of a walk, and what it did. */
export interface WalkStep {
  readonly graph: Graph;
  readonly event: MachineEvent;
  readonly before: SessionSnapshot;
  readonly after: SessionSnapshot;
  readonly effects: readonly Effect[];
}

/** Sees every step of a walk; throws when one breaks a rule. */
export type Watch = (step: WalkStep) => void;

/** Walks a graph's machine against the adversary, an event for each number, and hands each step to the watches. */
export function walk(graph: Graph, drawn: readonly number[], ...watches: readonly Watch[]): readonly WalkStep[] {
  const stepper = createStepper(compileGraph(graph));
  const draw = drawFrom(drawn);
  const steps: WalkStep[] = [];
  let before: SessionSnapshot = stepper.initial;
  let effects: readonly Effect[] = [];
  let at = 1_000;
  for (const _ of drawn) {
    at += 1 + draw(20);
    const opened = before.value === "opened" && steps.length === 0;
    const event = deepFreeze(
      opened ? userSays({ draw, at }) : nextEvent(graph, { snapshot: before, effects, draw, at }),
    );
    const { snapshot: after, effects: issued } = stepper.step(before, event);
    const step = { graph, event, before, after, effects: issued };
    steps.push(step);
    try {
      for (const watch of watches) watch(step);
    } catch (error) {
      throw new Error(`${error instanceof Error ? error.message : error}\n${steps.map(told).join("\n")}`, {
        cause: error,
      });
    }
    if (after !== before) effects = issued;
    before = after;
  }
  return steps;
}

/** A step in a line, for whoever reads a counterexample. */
function told({ event: { type, at, ...facts }, before, after }: WalkStep): string {
  const went = after === before ? "(dropped)" : `→ ${JSON.stringify(after.value)}`;
  return `${at} ${type} ${JSON.stringify(facts)} ${went}`;
}

/** A rule of the product, as it is watched. */
export function must(holds: boolean, rule: string): asserts holds {
  if (!holds) throw new Error(`broken: ${rule}`);
}
