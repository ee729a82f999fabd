import type { Entry } from "../journal/entry.ts";
import type { Journal } from "../journal/journal.ts";
import type { SessionSnapshot, Stepper } from "../machine/step.ts";
import type { Update } from "./update.ts";
import type { World } from "./world.ts";

/** What a driver starts from, and whom it tells. */
export interface DriverOptions {
  readonly world: World;
  readonly journal: Journal;
  readonly stepper: Stepper;
  readonly snapshot: SessionSnapshot;
  readonly position: number;
  readonly listener: DriverListener;
}

/** Whom a driver tells what happens. */
export interface DriverListener {
  onUpdate(update: Update): void;
  onEntry(entry: Entry): void;
  /** Called whenever nothing is under way any more. */
  onRest(): void;
}
