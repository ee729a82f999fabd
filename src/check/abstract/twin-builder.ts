import type { ChangeName, Row } from "../../machine/row.ts";
import { all, always, constant, eq, isNever, not } from "../engine/build-expression.ts";
import type { Predicate } from "../engine/expression.ts";
import type { Command, Owner, Update } from "../engine/model.ts";
import { Effect } from "./effect.ts";
import { type Layout, outcomeIndex, pendingField, placeField, placeOf } from "./layout.ts";
import type { Move } from "./move.ts";
import { canonical, type Pending, type PendingIndex } from "./pending.ts";

/** Something that can happen in a place. */
export interface Happening {
  readonly event: string;
  readonly owner: Owner;
  /** As a trace prints it; where what happens depends on the row that applies, by its row. */
  readonly name: string | ((row: Row) => string);
  readonly place: string;
  readonly agent: string | null;
  /** Where it is possible at all. */
  readonly when?: Predicate;
  readonly facts?: Partial<Move>;
}

/** The reply that is open afterwards, from the one that was. */
export type Next = (pending: Pending) => Pending;

/** What the rows of an event mean for the fields. */
export interface RowTwin {
  /** When a row's condition holds. */
  holds(row: Row): Predicate;
  /** What a row's change does; the reply that is open afterwards, where one is. */
  apply(row: Row, effect: Effect): Next | undefined;
}

/** What comes of a happening by one row: the same for all open replies that its twin does not tell apart. */
export interface Course {
  readonly name: string;
  readonly owner: Owner;
  /** That the session is in its place. */
  readonly isHere: Predicate;
  /** What must hold there. */
  readonly guard: Predicate;
  /** Of all fields but that of the open reply. */
  readonly updates: readonly Update[];
  readonly next: Next;
  readonly move: Move;
}

/** Collects the commands of a model, row by row: the first row whose condition holds applies, as in the table. */
export class TwinBuilder {
  readonly layout: Layout;
  readonly commands: Command[] = [];
  readonly moves: Move[] = [];
  readonly #pending: PendingIndex;
  readonly #placeIndexes: ReadonlyMap<string, number>;
  /** By index: that the session is in a place, that a reply is open, and that it is from now on. */
  readonly #places: Predicate[] = [];
  readonly #replies: Predicate[] = [];
  readonly #openings: Update[] = [];

  constructor(layout: Layout, pending: PendingIndex) {
    this.layout = layout;
    this.#pending = pending;
    this.#placeIndexes = new Map(layout.places.map((place, index) => [place, index]));
  }

  /** Adds the commands of a happening where nothing is open. Gives the replies that it opens. */
  add(happening: Happening, rows: readonly Row[], twin: RowTwin): readonly Pending[] {
    return this.follow(this.courses(happening, rows, twin), nothing);
  }

  /** Works out what comes of a happening: one course for each row that can apply. */
  courses(happening: Happening, rows: readonly Row[], twin: RowTwin): readonly Course[] {
    const { when = always } = happening;
    const found: Course[] = [];
    let otherwise: Predicate = always;
    for (const row of rows) {
      const holds = row.when === null ? always : twin.holds(row);
      if (isNever(holds)) continue;
      const guard = all(when, holds, otherwise);
      if (row.change !== null && !isNever(guard)) {
        found.push(this.#course(happening, { row, change: row.change, guard, twin }));
      }
      otherwise = all(otherwise, not(holds));
      if (isNever(otherwise)) break; // no later row applies
    }
    return found;
  }

  /** Adds a command for each course, where a reply is open. Gives the replies that are open afterwards. */
  follow(courses: readonly Course[], pending: Pending): readonly Pending[] {
    const before = this.#pending.of(pending);
    const isOpen = this.#isOpen(before);
    const reached = new Map<Next, Pending>();
    for (const { name, owner, isHere, guard, updates, next, move } of courses) {
      let open = reached.get(next);
      if (open === undefined) {
        open = canonical(next(pending));
        reached.set(next, open);
      }
      const after = this.#pending.of(open);
      this.#push(
        {
          name,
          owner,
          guard: { kind: "and", parts: [isHere, isOpen, guard] },
          updates: after === before ? updates : [...updates, this.#opens(after)],
        },
        move,
      );
    }
    return [...reached.values()];
  }

  /** The number of an open reply. */
  numberOf(pending: Pending): number {
    return this.#pending.of(pending);
  }

  #course(
    { event, owner, name, place, agent, facts }: Happening,
    { row, change, guard, twin }: { row: Row; change: ChangeName; guard: Predicate; twin: RowTwin },
  ): Course {
    const { goTo, index = -1 } = row;
    const effect = new Effect(this.layout.has);
    const next = twin.apply(row, effect) ?? toNothing;
    const target = goTo === null ? place : goTo.kind === "completed" ? goTo.kind : placeOf(goTo.agent, goTo.inner);
    if (target === "completed") this.settle(effect);
    if (target !== place) effect.set(placeField, this.#placeIndex(target));
    const to = goTo === null ? agent : goTo.kind === "completed" ? null : goTo.agent;
    const ended = effect.get("outcome");
    const outcome =
      to === null && ended.kind === "constant" ? { outcome: this.layout.outcomes[ended.value] ?? "" } : {};
    const enters = goTo?.kind === "agent" ? goTo.inner : null;
    const spends = effect.spends === null ? {} : { spends: effect.spends };
    return {
      name: typeof name === "string" ? name : name(row),
      owner,
      isHere: this.#isAt(place),
      guard,
      updates: effect.updates,
      next,
      move: { event, agent, to, enters, when: row.when, change, index, ...spends, ...outcome, ...facts },
    };
  }

  /** Adds the command by which a message waits in a place, whatever is open. */
  addStaging(place: string, agent: string): void {
    const effect = new Effect(this.layout.has);
    effect.set("staged", 1);
    const guard = all(eq(placeField, this.#placeIndex(place)), eq("staged", 0));
    this.#push(
      { name: "says something meanwhile", owner: "user", guard, updates: effect.updates },
      { event: "user.message", agent, to: agent, enters: null, when: null, change: "stage", index: -1 },
    );
  }

  /** Adds the command that ends a session from a place, whatever is open. */
  addCancellation(place: string, agent: string | null): void {
    if (!this.layout.interventions) return;
    const effect = new Effect(this.layout.has);
    this.settle(effect);
    effect.set("outcome", outcomeIndex(this.layout, "cancelled"));
    effect.set(placeField, this.#placeIndex("cancelled"));
    effect.set(pendingField, 0);
    const guard = eq(placeField, this.#placeIndex(place));
    this.#push(
      { name: "cancels the session", owner: "user", guard, updates: effect.updates },
      {
        event: "session.cancelled",
        agent,
        to: null,
        enters: null,
        when: null,
        change: "cancel",
        index: -1,
        outcome: "cancelled",
      },
    );
  }

  /** In a session that is over nothing matters any more but its variables and its outcome. */
  settle(effect: Effect): void {
    for (const { name } of this.layout.fields) {
      if (name !== placeField && name !== "outcome" && !name.startsWith("variable ")) effect.set(name, 0);
    }
  }

  #push(command: Command, move: Move): void {
    const isIdle = command.updates.length === 0;
    if (isIdle) return; // what changes nothing is no step
    this.commands.push(command);
    this.moves.push(move);
  }

  #isAt(place: string): Predicate {
    const index = this.#placeIndex(place);
    this.#places[index] ??= eq(placeField, index);
    return this.#places[index];
  }

  #isOpen(pending: number): Predicate {
    this.#replies[pending] ??= eq(pendingField, pending);
    return this.#replies[pending];
  }

  #opens(pending: number): Update {
    this.#openings[pending] ??= { field: pendingField, value: constant(pending) };
    return this.#openings[pending];
  }

  #placeIndex(place: string): number {
    return this.#placeIndexes.get(place) ?? -1;
  }
}

/** No reply is open. One for all: its number is known by then. */
export const nothing: Pending = [];

const toNothing: Next = () => nothing;
