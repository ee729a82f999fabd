import type { MachineEvent } from "./event.ts";

/*
 * XState throws an error of its own where a guard throws one, without the cause. Until a step is over, the error itself is
 * kept here, by its event.
 */

const errors = new WeakMap<MachineEvent, unknown>();

/** Asks a guard; what it throws is kept. */
export function keepingError(event: MachineEvent, ask: () => boolean): boolean {
  try {
    return ask();
  } catch (error) {
    errors.set(event, error);
    throw error;
  }
}

/** What a guard threw at this event, or else what was caught. */
export function guardError(event: MachineEvent, caught: unknown): unknown {
  return errors.get(event) ?? caught;
}
