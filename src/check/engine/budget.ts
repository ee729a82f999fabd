import { UsageError } from "../../errors.ts";

/** How much a check may take. What is not named is not limited. */
export interface Budget {
  /** The most states; the last one expanded may add a few more. */
  readonly states?: number;
  /** The most bytes in the arrays of the exploration. */
  readonly bytes?: number;
  /** The most milliseconds on the clock {@link now}. */
  readonly milliseconds?: number;
  /** The clock, in milliseconds from any origin; needed with {@link milliseconds}. */
  readonly now?: () => number;
  /** Asked now and then; true ends the work as a spent budget does. */
  readonly isCancelled?: () => boolean;
}

/** Which limit ended a piece of work. */
export type Limit = "states" | "bytes" | "milliseconds" | "cancelled";

/** A budget that has begun to run. */
export interface Meter {
  readonly mostStates: number;
  readonly mostBytes: number;
  /** Whether time is up or the work was cancelled. */
  readonly interrupted: () => Limit | null;
}

/**
 * Starts the clock of a budget.
 *
 * @throws {@link UsageError} `bad_option` when a limit is not a positive number, or one of time comes without a clock.
 */
export function startMeter({ states, bytes, milliseconds, now, isCancelled }: Budget): Meter {
  for (const [name, limit] of Object.entries({ states, bytes, milliseconds })) {
    if (limit !== undefined && !(limit > 0)) refuse(`The limit of ${name} is ${limit}; it must be positive.`);
  }
  if (milliseconds !== undefined && now === undefined) refuse("A limit of milliseconds needs the clock `now`.");
  const end = milliseconds === undefined || now === undefined ? Number.POSITIVE_INFINITY : now() + milliseconds;
  return {
    mostStates: states ?? Number.POSITIVE_INFINITY,
    mostBytes: bytes ?? Number.POSITIVE_INFINITY,
    interrupted() {
      if (isCancelled?.()) return "cancelled";
      return now !== undefined && now() >= end ? "milliseconds" : null;
    },
  };
}

function refuse(message: string): never {
  throw new UsageError("bad_option", { message });
}
