import { guardReads } from "../graph/evaluate-guard.ts";
import type { Graph } from "../graph/graph.ts";
import type { GuardNode } from "../graph/guard.ts";
import type { VariableDomain } from "../graph/variables.ts";
import { type JsonValue, lookup } from "../json.ts";
import { classOf } from "./abstract/finite-variables.ts";
import { graphGuards } from "./abstract/graph-guards.ts";
import type { Layout } from "./abstract/layout.ts";
import type { Move } from "./abstract/move.ts";

/*
 * Of two graphs that are compared, each has values of its own that stand for classes of them: what is one class of one
 * graph must be one class of the other, or none, and have one name.
 */

/**
 * What is asked about the variables of a graph so that its values are told apart as another graph's are: what the guards of
 * the other ask, and where the domains of both end.
 */
export function sharedQuestions(graph: Graph, other: Graph): readonly GuardNode[] {
  const { domains } = graph.variables;
  const known = (name: string): boolean => Object.hasOwn(domains, name);
  const asked = graphGuards(other)
    .flatMap(questionsIn)
    .filter((question) => guardReads(question).every(known));
  const read = new Set([...graphGuards(graph), ...asked].flatMap(guardReads));
  const borders = [...read].flatMap((name) => {
    const [own, others] = [lookup(domains, name), lookup(other.variables.domains, name)];
    return own === undefined || others === undefined ? [] : bordersOf(name, own, others);
  });
  return [...asked, ...borders];
}

function questionsIn(guard: GuardNode): readonly GuardNode[] {
  switch (guard.kind) {
    case "all":
    case "any":
      return guard.parts.flatMap(questionsIn);
    case "not":
      return questionsIn(guard.part);
    default:
      return [guard];
  }
}

function bordersOf(variable: string, own: VariableDomain, other: VariableDomain): readonly GuardNode[] {
  const both = [own, other];
  const bounds = both.flatMap(({ minimum, maximum }) => [minimum, maximum]).filter((bound) => bound !== null);
  const isSame = JSON.stringify(own.values) === JSON.stringify(other.values);
  const values = isSame ? [] : both.flatMap((domain) => domain.values ?? []);
  return [
    ...bounds.map((bound): GuardNode => ({ kind: "compare", variable, operator: "atLeast", bound })),
    ...values.map((value): GuardNode => ({ kind: "oneOf", variable, values: [value] })),
  ];
}

/** The moves of one graph, in which what tools write has the names that another graph has for it, where it has it at all. */
export function namedAsIn(other: Layout, moves: readonly Move[]): readonly Move[] {
  const names = new Map<string, JsonValue>();
  return moves.map((move) => (move.set === undefined ? move : { ...move, set: renamed(move.set) }));

  function renamed(set: NonNullable<Move["set"]>): NonNullable<Move["set"]> {
    return Object.fromEntries(Object.entries(set).map(([name, value = null]) => [name, nameOf(name, value)]));
  }

  function nameOf(variable: string, value: JsonValue): JsonValue {
    const key = JSON.stringify([variable, value]);
    const found = names.get(key) ?? lookup(other.variables, variable)?.[classOf(variable, value, other)] ?? value;
    names.set(key, found);
    return found;
  }
}
