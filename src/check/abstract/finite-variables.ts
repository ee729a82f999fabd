import { UsageError } from "../../errors.ts";
import type { Graph } from "../../graph/graph.ts";
import { type GuardNode, operators } from "../../graph/guard.ts";
import { optionalVariables } from "../../graph/optional-variables.ts";
import { partitionVariables } from "../../graph/variable-partition.ts";
import type { VariableDomain } from "../../graph/variables.ts";
import { isRecord, type JsonValue, lookup } from "../../json.ts";

/**
 * The variables of a graph, each with finitely many values: one for each class that no guard can tell apart. A variable
 * that no guard reads is left out, since nothing depends on it.
 */
export type FiniteVariables = Readonly<Record<string, readonly JsonValue[]>>;

/**
 * Makes the variables finite that these guards read.
 *
 * @throws {UsageError} `bad_definition` when a variable cannot be made finite, or may be absent, naming it and the remedies.
 */
export function finiteVariables(graph: Graph, guards: readonly GuardNode[]): FiniteVariables {
  const { id, variables } = graph;
  const { domains } = variables;
  const partition = partitionVariables(guards, domains);
  const whole = new Set(guards.flatMap(predicateReads));
  const names = Object.keys(domains).filter((name) => Object.hasOwn(partition, name) || whole.has(name));
  const unknown = [...new Set(guards.flatMap(comparedNames))].filter((name) => !Object.hasOwn(partition, name));
  if (unknown[0] !== undefined) throw infinite(id, unknown[0], "its type is not one that guards can read");
  const absent = optionalVariables(graph).find((name) => names.includes(name));
  if (absent !== undefined) throw mayBeAbsent(id, absent);
  const found = Object.fromEntries(names.map((name) => [name, valuesOf(name)]));
  return Object.fromEntries(
    Object.entries(found).map(([name, values]) => {
      const initial = lookup(variables.initial, name);
      return [name, withInitial(values, initial, classOf(name, initial, { variables: found, guards }))];
    }),
  );

  function valuesOf(name: string): readonly JsonValue[] {
    if (!whole.has(name)) return lookup(partition, name) ?? [];
    const domain = lookup(domains, name);
    const values = domain === undefined ? null : (domain.values ?? integersOf(domain));
    if (domain === undefined || values === null) {
      throw infinite(id, name, "a predicate reads it, and a function can tell any two values apart");
    }
    return domain.nullable ? [...values, null] : [...values];
  }
}

/** Of the values that nobody can tell apart, the initial one stands for itself: so a conversation is told as it is. */
function withInitial(values: readonly JsonValue[], initial: unknown, at: number): readonly JsonValue[] {
  return values.map((value, index) => (index === at && isSimple(initial) ? initial : value));
}

function isSimple(value: unknown): value is string | number | boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

/** Every value of a variable that is a whole number between two bounds that are not far apart. */
function integersOf({ type, minimum, maximum }: VariableDomain): readonly number[] | null {
  if (type !== "integer" || minimum === null || maximum === null || maximum - minimum >= mostIntegers) return null;
  const from = Math.ceil(minimum);
  return Array.from({ length: Math.max(0, Math.floor(maximum) - from + 1) }, (_, index) => from + index);
}

const mostIntegers = 1_000;

/** Which of the finite values stands for a value; -1 for one that the variable's schema does not have. */
export function classOf(name: string, value: unknown, { variables, guards }: Classes): number {
  const values = lookup(variables, name) ?? [];
  const exact = values.indexOf(value as JsonValue); // only compared
  if (exact !== -1) return exact;
  if (typeof value === "object" && value !== null) return values.findIndex((one) => isRecord(one));
  const answers = answersOf(name, value, guards);
  return values.findIndex((one) => typeof one === typeof value && answersOf(name, one, guards) === answers);
}

/** Finite variables, and the guards that they were made for. */
interface Classes {
  readonly variables: FiniteVariables;
  readonly guards: readonly GuardNode[];
}

/** What every question about a variable says of a value, as one text. */
function answersOf(name: string, value: unknown, guards: readonly GuardNode[]): string {
  return guards.flatMap((guard) => answers(guard)).join("");

  function answers(guard: GuardNode): readonly string[] {
    switch (guard.kind) {
      case "all":
      case "any":
        return guard.parts.flatMap(answers);
      case "not":
        return answers(guard.part);
      case "predicate":
        return [];
      case "oneOf":
        return guard.variable === name ? [guard.values.some((wanted) => wanted === value) ? "1" : "0"] : [];
      case "compare":
        return guard.variable === name && typeof value === "number" ? [String(Math.sign(value - guard.bound))] : [];
    }
  }
}

function predicateReads(guard: GuardNode): readonly string[] {
  switch (guard.kind) {
    case "all":
    case "any":
      return guard.parts.flatMap(predicateReads);
    case "not":
      return predicateReads(guard.part);
    case "predicate":
      return guard.reads;
    default:
      return [];
  }
}

function comparedNames(guard: GuardNode): readonly string[] {
  switch (guard.kind) {
    case "all":
    case "any":
      return guard.parts.flatMap(comparedNames);
    case "not":
      return comparedNames(guard.part);
    case "predicate":
      return [];
    default:
      return [guard.variable];
  }
}

function mayBeAbsent(graph: string, name: string): UsageError {
  return new UsageError("bad_definition", {
    message: `Variable "${name}" of graph "${graph}" may be absent, and a guard reads it: of a value that is not there nothing can be proven.`,
    hint: "Make it nullable instead of optional, and null at first.",
  });
}

function infinite(graph: string, name: string, why: string): UsageError {
  return new UsageError("bad_definition", {
    message: `Variable "${name}" of graph "${graph}" cannot be made finite: ${why}.`,
    hint: `Make it an enum, a boolean or a whole number between two bounds, ask for it with conditions (${operators.join(", ")}, a list of values) instead of a predicate, or keep it out of guards.`,
  });
}
