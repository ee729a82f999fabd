import type { Step, Values } from "./exploration.ts";
import type { PropertyKind } from "./property.ts";

/**
 * `vacuous`: nothing speaks against it, but what it speaks of never happens. `unknown`: a limit was hit before the answer
 * was known.
 */
export type Verdict = "holds" | "violated" | "vacuous" | "unknown";

/** A run of the model that shows why a verdict is what it is. */
export interface Evidence {
  readonly initial: Values;
  readonly steps: readonly Step[];
  /**
   * For a run that never ends: the steps from this position on repeat for ever. With no step there, the last state is
   * a dead end. Null for a run that ends, or goes on in any way.
   */
  readonly loopStart: number | null;
  /** The positions of the steps that the property speaks of: each occurrence that counts. */
  readonly marks: readonly number[];
}

/** What was found about one property. */
export interface PropertyResult {
  readonly name: string;
  readonly kind: PropertyKind;
  readonly verdict: Verdict;
  /** A counterexample; of `reachable` a witness, of `worst` a worst run. Null where there is none, or no room for it. */
  readonly evidence: Evidence | null;
  readonly finding: Finding | null;
}

/** What some kinds of properties tell besides. */
export type Finding = Supremum | Trap | Strategy;

/** Of `worst`: the most occurrences in a period. */
export interface Supremum {
  readonly kind: "supremum";
  readonly value: number | "unbounded";
}

/** Of `canAlways`: the states from which the goal is out of reach. */
export interface Trap {
  readonly kind: "trap";
  readonly doomed: number;
  /** How many of the doomed states are dead ends. */
  readonly deadEnds: number;
  /** Whether the goal was reached on the way: it is left for good then, else it was never reached. */
  readonly leftForGood: boolean;
}

/** Of `canForce`: how the adversary keeps the goal away from the last state of the evidence on. */
export interface Strategy {
  readonly kind: "strategy";
  /** One for each state that play can come to, nearest first. */
  readonly moves: readonly StrategyMove[];
  /** Whether all such states are there: a long strategy is cut. */
  readonly whole: boolean;
}

/** What the adversary does in one state. */
export interface StrategyMove {
  readonly state: Values;
  /** The position of the command that it makes; null where it stalls. */
  readonly command: number | null;
}
