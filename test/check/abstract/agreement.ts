import { moveOfStep } from "../../../src/audit/move-of-step.ts";
import { patternHolds } from "../../../src/audit/pattern-holds.ts";
import { commandsByPlace } from "../../../src/check/abstract/commands-by-place.ts";
import type { Abstraction } from "../../../src/check/abstract/derive-model.ts";
import { holdsIn, termIn } from "../../../src/check/abstract/evaluate.ts";
import { eventOf } from "../../../src/check/abstract/event-of.ts";
import { placeField } from "../../../src/check/abstract/layout.ts";
import type { Move } from "../../../src/check/abstract/move.ts";
import { stateOf } from "../../../src/check/abstract/state-of.ts";
import type { Command } from "../../../src/check/engine/model.ts";
import type { StatePattern } from "../../../src/check/pattern.ts";
import { statePredicate } from "../../../src/check/state-predicate.ts";
import type { Graph } from "../../../src/graph/graph.ts";
import { compileGraph } from "../../../src/machine/compile-graph.ts";
import { innerStates } from "../../../src/machine/state.ts";
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
  const commandsAt = commandsByPlace(abstraction);
  const compareReadings = readingsOf(abstraction);
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
      commandsAt(read(placeField)).flatMap((number) => {
        const command = model.commands[number];
        const isThere = command !== undefined && isAssumed(moves[number]) && holdsIn(command.guard, read);
        return isThere ? [successor(command).join()] : [];
      });
    for (const number of commandsAt(read(placeField))) {
      const [command, move] = [model.commands[number], moves[number]];
      if (command === undefined || move === undefined || !holdsIn(command.guard, read)) continue;
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
      const real = moveOfStep(graph, { before: snapshot, event, after });
      if (real === null || factsOf(real) !== factsOf(move)) {
        throw new Error(
          `${command.name}: model ${factsOf(move)}, machine ${real === null ? "nothing" : factsOf(real)}`,
        );
      }
      if (witnesses.has(expected.join())) continue;
      compareReadings(after, expected);
      witnesses.set(expected.join(), after);
      queue.push(expected);
    }
  }
  return { states: witnesses.size, edges, assumed, changes };
}

/** What properties can ask of a move. */
function factsOf({ event, agent, to, enters, when, index, change, outcome, call, reply }: Move): string {
  const { calls = [], refused = 0, stoppedBy = null } = reply ?? {};
  const about = call === undefined ? null : [call.kind, call.name, call.status];
  const asked = calls.map(({ kind, name, status }) => [kind, name, status]);
  return JSON.stringify({
    event,
    agent,
    to,
    enters,
    when,
    index,
    change,
    outcome: outcome ?? null,
    about,
    asked,
    rejected: refused > 0 && stoppedBy === null,
    stoppedBy,
  });
}

/** Compares the answers to every question about a state: on the fields, and on the snapshot. */
function readingsOf(abstraction: Abstraction): (snapshot: SessionSnapshot, values: readonly number[]) => void {
  const place = new Map(abstraction.model.fields.map(({ name }, index) => [name, index]));
  const questions = patternsOf(abstraction).map((pattern) => ({
    pattern,
    predicate: statePredicate(abstraction, pattern),
  }));
  return (snapshot, values) => {
    const read = (name: string): number => values[place.get(name) ?? -1] ?? 0;
    for (const { pattern, predicate } of questions) {
      if (holdsIn(predicate, read) === patternHolds(pattern, snapshot)) continue;
      throw new Error(`${JSON.stringify(pattern)} is read in two ways at ${JSON.stringify(snapshot.value)}`);
    }
  };
}

function patternsOf({ layout: { graph, outcomes, variables } }: Abstraction): readonly StatePattern[] {
  const variableNames = Object.entries(variables);
  const patterns: unknown[] = [
    ...Object.keys(graph.agents).map((agent) => ({ agent })),
    ...[...innerStates, "opened", "completed", "cancelled"].map((place) => ({ place })),
    ...Object.keys(graph.tools).map((pending) => ({ pending })),
    ...outcomes.slice(1).map((outcome) => ({ not: { outcome } })),
    ...variableNames.flatMap(([name, known]) => {
      const value = known.find((one) => typeof one !== "object" || one === null);
      const isWhole = graph.variables.domains[name]?.values !== null;
      return value === undefined || !isWhole ? [] : [{ variables: { [name]: value } }];
    }),
  ];
  return patterns as readonly StatePattern[]; // made of the graph's own names
}

function isAssumed(move: Move | undefined): boolean {
  return move?.assumes?.startsWith("a budget") === true || move?.assumes?.startsWith("the end") === true;
}
