import type { Row } from "../../machine/row.ts";
import { all, always, eq, not } from "../engine/build-expression.ts";
import type { Predicate } from "../engine/expression.ts";
import type { Command, Owner } from "../engine/model.ts";
import { Effect } from "./effect.ts";
import { type Layout, pendingField, placeField, placeOf } from "./layout.ts";
import type { Move } from "./move.ts";
import { canonical, type Pending, type PendingIndex } from "./pending.ts";

/** Something that can happen in a place while a reply is open. */
export interface Happening {
  readonly event: string;
  readonly owner: Owner;
  /** As a trace prints it; where what happens depends on the row that applies, by its row. */
  readonly name: string | ((row: Row) => string);
  readonly place: string;
  readonly agent: string | null;
  readonly pending: Pending;
  /** Where it is possible at all. */
  readonly when?: Predicate;
  readonly facts?: Partial<Move>;
}

/** What the rows of an event mean for the fields. */
export interface RowTwin {
  /** When a row's condition holds. */
  holds(row: Row): Predicate;
  /** What a row's change does; the reply that is open afterwards, where it is another than none. */
  apply(row: Row, effect: Effect): Pending | undefined;
}

/** Collects the commands of a model, row by row: the first row whose condition holds applies, as in the table. */
export class TwinBuilder {
  readonly layout: Layout;
  readonly commands: Command[] = [];
  readonly moves: Move[] = [];
  readonly #pending: PendingIndex;
  readonly #placeIndexes: ReadonlyMap<string, number>;
  /** By index: that the session is in a place, and that a reply is open. They stand in nearly every guard. */
  readonly #places: Predicate[] = [];
  readonly #replies: Predicate[] = [];

  constructor(layout: Layout, pending: PendingIndex) {
    this.layout = layout;
    this.#pending = pending;
    this.#placeIndexes = new Map(layout.places.map((place, index) => [place, index]));
  }

  /** Adds the commands of one happening. */
  add(happening: Happening, rows: readonly Row[], twin: RowTwin): void {
    const { place, pending, when = always } = happening;
    const here = all(this.#isAt(place), this.#isOpen(this.#pending.of(pending)), when);
    let otherwise: Predicate = always;
    for (const row of rows) {
      const holds = row.when === null ? always : twin.holds(row);
      const guard = all(here, holds, otherwise);
      if (row.change !== null && !isNever(guard)) this.#addRow(happening, { row, guard, twin });
      otherwise = all(otherwise, not(holds));
      if (isNever(otherwise)) return; // no later row applies
    }
  }

  #addRow(
    { event, owner, name, place, agent, pending, facts }: Happening,
    { row, guard, twin }: { readonly row: Row; readonly guard: Predicate; readonly twin: RowTwin },
  ): void {
    const { goTo, change, index = -1 } = row;
    const effect = new Effect(this.layout.has);
    const next = canonical(twin.apply(row, effect) ?? nothing);
    const target = goTo === null ? place : goTo.kind === "completed" ? goTo.kind : placeOf(goTo.agent, goTo.inner);
    if (target === "completed") this.settle(effect);
    if (target !== place) effect.set(placeField, this.#placeIndex(target));
    const after = this.#pending.of(next);
    if (after !== this.#pending.of(pending)) effect.set(pendingField, after);
    const to = goTo === null ? agent : goTo.kind === "completed" ? null : goTo.agent;
    const ended = effect.get("outcome");
    const outcome =
      to === null && ended.kind === "constant" ? { outcome: this.layout.outcomes[ended.value] ?? "" } : {};
    if (change !== null)
      this.#push(
        { name: typeof name === "string" ? name : name(row), owner, guard, updates: effect.updates },
        {
          event,
          agent,
          to,
          enters: goTo?.kind === "agent" ? goTo.inner : null,
          when: row.when,
          change,
          index,
          ...outcome,
          ...facts,
        },
      );
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
    effect.set("outcome", this.layout.outcomes.indexOf("cancelled"));
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

  #placeIndex(place: string): number {
    return this.#placeIndexes.get(place) ?? -1;
  }
}

/** One empty reply for all: its number is known by then. */
const nothing: Pending = [];

function isNever(predicate: Predicate): boolean {
  return predicate.kind === "truth" && !predicate.value;
}
