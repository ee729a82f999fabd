import { type Analysis, edgesOf, eventTest, markCommands } from "./analysis.ts";
import type { Limit } from "./budget.ts";
import type { Counted } from "./counted.ts";
import type { Event } from "./property.ts";

/** Between two looks at the clock. */
const statesInBatch = 8192;

/**
 * Whether the counted event can occur in a period before the required one: goes once through the states in which that one
 * can be missing, and keeps no ways to them. Or which limit ended the search.
 */
export function occursWhileMissing(
  analysis: Analysis,
  { event, reset, until, matters }: Counted,
  requirement: Event,
): boolean | Limit {
  const { starts, targets, commands } = edgesOf(analysis);
  const { states, expanded } = analysis.exploration;
  const required = eventTest(analysis, requirement);
  const changes = markCommands(analysis, [requirement]).map((isIt, command) => isIt | (matters[command] ?? 0));
  const isMissing = new Uint8Array(states);
  const queue = new Int32Array(states);
  let length = 0;
  const enter = (state: number): void => {
    if (isMissing[state] === 1) return;
    isMissing[state] = 1;
    queue[length++] = state;
  };
  enter(0);
  // Wherever a period begins, it is missing.
  for (let state = 0; state < expanded; state++) {
    for (let edge = starts[state] ?? 0; edge < (starts[state + 1] ?? 0); edge++) {
      const command = commands[edge] ?? 0;
      if (matters[command] === 0) continue;
      const begins = reset(state, command);
      if (begins && event(state, command)) return true;
      if (until(state, command) || (begins && !required(state, command))) enter(targets[edge] ?? 0);
    }
  }
  for (let at = 0; at < length; at++) {
    if (at % statesInBatch === 0) {
      const stopped = analysis.meter.interrupted();
      if (stopped !== null) return stopped;
    }
    const state = queue[at] ?? 0;
    if (state >= expanded) continue;
    for (let edge = starts[state] ?? 0; edge < (starts[state + 1] ?? 0); edge++) {
      const command = commands[edge] ?? 0;
      if (changes[command] === 1) {
        if (event(state, command)) return true;
        if (!until(state, command) && required(state, command)) continue;
      }
      enter(targets[edge] ?? 0);
    }
  }
  return false;
}
