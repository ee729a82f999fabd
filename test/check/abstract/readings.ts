import { patternHolds } from "../../../src/audit/pattern-holds.ts";
import type { Abstraction } from "../../../src/check/abstract/derive-model.ts";
import { holdsIn } from "../../../src/check/abstract/evaluate.ts";
import type { StatePattern } from "../../../src/check/pattern.ts";
import { statePredicate } from "../../../src/check/state-predicate.ts";
import { innerStates } from "../../../src/machine/state.ts";
import type { Spot } from "./comparison.ts";

/** Compares the answers to every question about a state: on the fields, and on the snapshot. */
export function readingsOf(abstraction: Abstraction): (spot: Spot) => void {
  const place = new Map(abstraction.model.fields.map(({ name }, index) => [name, index]));
  const questions = patternsOf(abstraction).map((pattern) => ({
    pattern,
    predicate: statePredicate(abstraction, pattern),
  }));
  return ({ values, snapshot }) => {
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
