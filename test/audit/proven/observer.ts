import type { Graph } from "handoff-machine";
import { moveOfStep, type RealStep } from "../../../src/audit/move-of-step.ts";
import { commandsByPlace } from "../../../src/check/abstract/commands-by-place.ts";
import { deriveModel } from "../../../src/check/abstract/derive-model.ts";
import { holdsIn, type Read, termIn } from "../../../src/check/abstract/evaluate.ts";
import { classOf } from "../../../src/check/abstract/finite-variables.ts";
import { graphGuards } from "../../../src/check/abstract/graph-guards.ts";
import { placeField } from "../../../src/check/abstract/layout.ts";
import { withChatter } from "../../../src/check/chatter.ts";
import { observables } from "../../../src/check/observable.ts";
import type { JsonObject } from "../../../src/json.ts";
import type { Looked } from "./sessions.ts";

type State = readonly number[];

/**
 * Follows what can be seen of a session on the model of an old graph, of which it keeps every state that it can be in:
 * written without the engine. Tells the first thing that the old model cannot do.
 */
export function createObserver(
  old: Graph,
  graph: Graph,
  looked: Looked,
): (steps: readonly RealStep[]) => string | null {
  const abstraction = withChatter(deriveModel(old, looked, graphGuards(graph)));
  const { model, layout } = abstraction;
  const labels = observables(abstraction);
  const commandsAt = commandsByPlace(abstraction);
  const places = new Map(model.fields.map(({ name }, index) => [name, index]));

  /** Where a state leads under a label; `null` stands for what is not seen. */
  const successors = (state: State, label: string | null): readonly State[] => {
    const read: Read = (field) => state[places.get(field) ?? -1] ?? 0;
    return commandsAt(read(placeField)).flatMap((index) => {
      const command = model.commands[index];
      if (command === undefined || labels[index] !== label || !holdsIn(command.guard, read)) return [];
      const next = [...state];
      for (const { field, value } of command.updates) next[places.get(field) ?? -1] = termIn(value, read);
      return [next];
    });
  };

  const closed = (states: readonly State[]): readonly State[] => {
    const found = new Map(states.map((state) => [state.join(), state]));
    for (const state of found.values()) for (const next of successors(state, null)) found.set(next.join(), next);
    return [...found.values()];
  };

  return (steps) => {
    let states = closed([model.fields.map(({ initial }) => initial)]);
    for (const step of steps) {
      const move = moveOfStep(graph, step);
      const [label = null] = move === null ? [] : observables({ moves: [{ ...move, set: writtenIn(step) }] });
      if (label === null) continue;
      states = closed(states.flatMap((state) => successors(state, label)));
      if (states.length === 0) return label;
    }
    return null;
  };

  /** What a tool wrote, as the model tells it apart. */
  function writtenIn({ event, before }: RealStep): JsonObject {
    if (event.type !== "tool.returned") return {};
    const request = before.context.reply?.calls.find(({ key }) => key === event.call)?.request;
    const writes = request?.kind === "tool" ? (graph.tools[request.tool]?.writes ?? []) : [];
    return Object.fromEntries(
      Object.entries(event.set).flatMap(([name, value]) => {
        const kept = layout.variables[name]?.[classOf(name, value, layout)];
        return writes.includes(name) && kept !== undefined ? [[name, kept]] : [];
      }),
    );
  }
}
