import { NotHereError } from "../errors.ts";
import { compileValidGraph } from "../machine/compile-graph.ts";
import type { LimitName } from "../machine/context.ts";
import type { MachineEvent } from "../machine/event.ts";
import { createStepper, type SessionSnapshot } from "../machine/step.ts";
import type { Abstraction } from "./abstract/derive-model.ts";
import { eventOf } from "./abstract/event-of.ts";
import { uncountedOf } from "./abstract/layout.ts";
import { isAssumption, type Move, stallEvent } from "./abstract/move.ts";
import { stateOf } from "./abstract/state-of.ts";
import type { Evidence } from "./engine/result.ts";
import { once } from "./once.ts";

/** What came of a replay. */
export interface Replay {
  /**
   * `real` when every step leads where the model says; `assumes` when the way depends on what the model does not count,
   * such as a budget; `spurious` when the model is wrong.
   */
  readonly outcome: "real" | "assumes" | "spurious";
  /** The budgets that could be counted, and on which the way depends. */
  readonly rests: readonly LimitName[];
  /** What the machine was driven by, as far as it went; what repeats for ever is there once. */
  readonly events: readonly MachineEvent[];
}

/** Goes the way of a piece of evidence with the compiled machine. */
export type Replayer = (evidence: Evidence) => Replay;

/** What repeats for ever is gone through so often: budgets are smaller, and a journal is never infinite. */
const rounds = 60;

/** Makes the replayer of a valid graph. Shortest ways begin alike: what they have in common is gone once. */
export function createReplayer(abstraction: Abstraction): Replayer {
  const { layout, moves } = abstraction;
  const start = once(() => {
    const stepper = createStepper(compileValidGraph(layout.graph));
    return { stepper, root: visitOf(abstraction, stepper.initial) };
  });
  const visit = (from: Visit, command: number, move: Move): Visit => {
    const known = from.next.get(command);
    if (known !== undefined) return known;
    const event = eventOf(layout, move, { snapshot: from.snapshot, at: from.at + 1 });
    const { snapshot } = start().stepper.step(from.snapshot, event);
    const reached: Visit = { ...visitOf(abstraction, snapshot), event, at: from.at + 1 };
    from.next.set(command, reached);
    return reached;
  };
  return ({ steps, loopStart }) => {
    const cycle = loopStart === null ? [] : steps.slice(loopStart);
    const way = [...steps, ...Array.from({ length: cycle.length === 0 ? 0 : rounds }, () => cycle).flat()];
    let at = start().root;
    const events: MachineEvent[] = [];
    for (const [index, { command, after }] of way.entries()) {
      const move = moves[command];
      if (move === undefined) return { outcome: "spurious", rests: [], events };
      if (move.event === stallEvent) continue;
      const next = hereOrNull(() => visit(at, command, move));
      if (next === null) return { outcome: "assumes", rests: [], events };
      at = next;
      if (at.event !== null && index < steps.length) events.push(at.event);
      if (at.state?.every((value, field) => value === after[field])) continue;
      const taken = way.slice(0, index + 1).map((step) => moves[step.command]);
      return { ...departure(abstraction, at.snapshot, taken), events };
    }
    return { outcome: "real", rests: [], events };
  };
}

/** What a step leads to; `null` where the graph was read from JSON, and an end is asked for by a function that is not here. */
function hereOrNull(step: () => Visit): Visit | null {
  try {
    return step();
  } catch (error) {
    if (error instanceof NotHereError) return null;
    throw error;
  }
}

/** Where the machine is after some steps, and where it went from there. */
interface Visit {
  readonly snapshot: SessionSnapshot;
  /** The values of the fields; null where the model has no such state. */
  readonly state: readonly number[] | null;
  /** What led here; `null` at the beginning. */
  readonly event: MachineEvent | null;
  /** How many steps were taken. */
  readonly at: number;
  readonly next: Map<number, Visit>;
}

function visitOf(abstraction: Abstraction, snapshot: SessionSnapshot): Visit {
  return { snapshot, state: stateOf(abstraction, snapshot), event: null, at: 0, next: new Map() };
}

/** The machine went another way than the model says, the last of these moves not being taken. */
function departure(
  abstraction: Abstraction,
  snapshot: SessionSnapshot,
  taken: readonly (Move | undefined)[],
): Omit<Replay, "events"> {
  if (isEnded(abstraction, snapshot)) return { outcome: "assumes", rests: [] };
  const isAssumed = taken.some((move) => isAssumption(move?.assumes));
  if (!isAssumed && !isHeldByBudget(abstraction, snapshot)) return { outcome: "spurious", rests: [] };
  const { halt, exchange } = snapshot.context;
  const uncounted = uncountedOf(abstraction.layout);
  const spent = halt?.kind === "limitReached" ? halt.limit : exchange.spent;
  const isEnd = taken.at(-1)?.assumes?.startsWith("the end") === true;
  if (isEnd) return { outcome: "assumes", rests: [] }; // the session would be over, and no budget matters any more
  return { outcome: "assumes", rests: spent !== null && uncounted.includes(spent) ? [spent] : uncounted };
}

/** The machine stands still, or refused a handoff, because of a budget that the model does not count. */
function isHeldByBudget({ layout }: Abstraction, { context }: SessionSnapshot): boolean {
  const { spent, escalated } = context.exchange;
  const isCounted = layout.counted.length > 0 && spent !== null && layout.counted.includes(spent);
  return !isCounted && (context.halt?.kind === "limitReached" || spent !== null || escalated);
}

/** The session is over by a condition on it as a whole, of which the model has assumed that it does not hold. */
function isEnded({ layout }: Abstraction, { value, context }: SessionSnapshot): boolean {
  const { ends } = layout.graph;
  return value === "completed" && ends.some(({ session, outcome }) => session !== null && outcome === context.outcome);
}
