import type { Abstraction } from "../../../src/check/abstract/derive-model.ts";
import { holdsIn, termIn } from "../../../src/check/abstract/evaluate.ts";
import { eventOf } from "../../../src/check/abstract/event-of.ts";
import type { Move } from "../../../src/check/abstract/move.ts";
import { stateOf } from "../../../src/check/abstract/state-of.ts";
import type { Command } from "../../../src/check/engine/model.ts";
import type { Graph } from "../../../src/graph/graph.ts";
import { compileGraph } from "../../../src/machine/compile-graph.ts";
import { createStepper, type SessionSnapshot } from "../../../src/machine/step.ts";

/** What a walk over both machines has seen. */
export interface Agreement {
  readonly states: number;
  readonly edges: number;
  /** Moves that the fields leave open, which no event can bring about. */
  readonly assumed: number;
  /** How often each change of the table was compared. */
  readonly changes: ReadonlyMap<string, number>;
}

/**
 * Walks every state of the model that can be reached by moves that an event brings about, with a snapshot of the real
 * machine at hand for each, and compares where every move leads.
 */
export function agreement(graph: Graph, abstraction: Abstraction, mostStates: number): Agreement {
  const { model, moves, layout } = abstraction;
  const stepper = createStepper(compileGraph(graph));
  const index = new Map(model.fields.map(({ name }, place) => [name, place]));
  const start = model.fields.map(({ initial }) => initial);
  const witnesses = new Map<string, SessionSnapshot>([[start.join(), stepper.initial]]);
  const queue: (readonly number[])[] = [start];
  const changes = new Map<string, number>();
  let [edges, assumed] = [0, 0];
  for (const state of queue) {
    if (witnesses.size > mostStates) break;
    const snapshot = witnesses.get(state.join());
    if (snapshot === undefined) continue;
    const read = (name: string): number => state[index.get(name) ?? -1] ?? 0;
    const successor = ({ updates }: Command): number[] => {
      const after = [...state];
      for (const { field, value } of updates) after[index.get(field) ?? -1] = termIn(value, read);
      return after;
    };
    /** What the fields leave open the machine may know: then it does what the model has as an assumption. */
    const assumedResults = (): readonly string[] =>
      model.commands.flatMap((command, number) =>
        isAssumed(moves[number]) && holdsIn(command.guard, read) ? [successor(command).join()] : [],
      );
    for (const [number, command] of model.commands.entries()) {
      if (!holdsIn(command.guard, read)) continue;
      const move = moves[number];
      if (move === undefined) continue;
      if (isAssumed(move)) {
        assumed++;
        continue;
      }
      edges++;
      changes.set(move.change, (changes.get(move.change) ?? 0) + 1);
      const expected = successor(command);
      const event = eventOf(layout, move, { snapshot, at: 1 });
      const after = stepper.step(snapshot, event).snapshot;
      const found = stateOf(abstraction, after);
      if (found?.join() !== expected.join() && assumedResults().includes(found?.join() ?? "")) continue;
      if (found?.join() !== expected.join()) {
        const differing = model.fields.flatMap(({ name, values }, place) =>
          found?.[place] === expected[place]
            ? []
            : [
                `${name}: model ${values?.[expected[place] ?? 0] ?? expected[place]}, machine ${values?.[found?.[place] ?? -1] ?? found?.[place]}`,
              ],
        );
        const where = model.fields
          .map(({ name, values }, place) => `${name}=${values?.[state[place] ?? 0] ?? state[place]}`)
          .join(" ");
        throw new Error(
          `${command.name} (${move.change}) at ${where}: ${differing.join("; ")}\n${JSON.stringify(event)}`,
        );
      }
      if (witnesses.has(expected.join())) continue;
      witnesses.set(expected.join(), after);
      queue.push(expected);
    }
  }
  return { states: witnesses.size, edges, assumed, changes };
}

function isAssumed(move: Move | undefined): boolean {
  return move?.assumes?.startsWith("a budget") === true || move?.assumes?.startsWith("the end") === true;
}
