import type { MachineEvent } from "../machine/event.ts";
import { Queue } from "./queue.ts";

/** A fact that becomes an event when its turn comes; `null` when it has become void by then. */
export type Fact = () => MachineEvent | null;

/** The facts that wait to be taken, in order; void ones are passed over. */
export class FactQueue {
  readonly #facts = new Queue<Fact>();

  push(fact: Fact): void {
    this.#facts.push(fact);
  }

  /** The event of the first fact that gives one, or `null`. */
  next(): MachineEvent | null {
    for (let fact = this.#facts.shift(); fact !== undefined; fact = this.#facts.shift()) {
      const event = fact();
      if (event !== null) return event;
    }
    return null;
  }
}
