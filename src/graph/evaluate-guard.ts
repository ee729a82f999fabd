import { NotHereError, UsageError } from "../errors.ts";
import { lookup } from "../json.ts";
import type { GuardNode, Operator, Variables } from "./guard.ts";

/** What a guard said, and the values that it read: the facts a journal keeps of a decision. */
export interface GuardEvaluation {
  readonly holds: boolean;
  /** The value of each variable the guard reads, at the time it was read. */
  readonly reads: Variables;
  /** Why the guard could not be evaluated; then it does not hold. */
  readonly error?: string;
}

/**
 * What is wrong with a predicate itself, whatever the values: it reads what it does not declare, or returns no boolean.
 * `null` where it holds, does not, or throws an error of its own.
 */
export function predicateMisuse(guard: GuardNode, variables: Variables): string | null {
  try {
    holds(guard, variables);
    return null;
  } catch (error) {
    return error instanceof UsageError ? error.message : null;
  }
}

/**
 * Evaluates a guard. Pure; a predicate that throws, or returns no boolean, makes it not hold.
 *
 * @throws {NotHereError} when the graph was read from JSON and a predicate is asked what was not sent along: that it does
 *   not hold would be a guess.
 */
export function evaluateGuard(guard: GuardNode, variables: Variables): GuardEvaluation {
  const reads = pick(variables, guardReads(guard));
  try {
    return { holds: holds(guard, variables), reads };
  } catch (error) {
    if (error instanceof NotHereError) throw error;
    return { holds: false, reads, error: error instanceof Error ? error.message : String(error) };
  }
}

/** The names of the variables a guard reads, each once, in the order in which they stand. */
export function guardReads(guard: GuardNode): readonly string[] {
  const known = readsByGuard.get(guard);
  if (known !== undefined) return known;
  const names = new Set<string>();
  collectReads(guard, names);
  const reads = Object.freeze([...names]);
  readsByGuard.set(guard, reads);
  return reads;
}

const readsByGuard = new WeakMap<GuardNode, readonly string[]>();

function holds(guard: GuardNode, variables: Variables): boolean {
  switch (guard.kind) {
    case "all":
      return guard.parts.every((part) => holds(part, variables));
    case "any":
      return guard.parts.some((part) => holds(part, variables));
    case "not":
      return !holds(guard.part, variables);
    case "oneOf": {
      const value = lookup(variables, guard.variable);
      return guard.values.some((wanted) => wanted === value);
    }
    case "compare": {
      const value = lookup(variables, guard.variable);
      return typeof value === "number" && compare(value, guard.operator, guard.bound);
    }
    case "predicate": {
      const result: unknown = guard.test(declaredView(guard.name, guard.reads, variables));
      if (typeof result !== "boolean") {
        throw new UsageError("bad_definition", {
          message: `Predicate "${guard.name}" returned ${result instanceof Promise ? "a promise" : typeof result}, not a boolean.`,
        });
      }
      return result;
    }
  }
}

/** Tells whether a number is within one bound. */
export function compare(value: number, operator: Operator, bound: number): boolean {
  switch (operator) {
    case "atLeast":
      return value >= bound;
    case "atMost":
      return value <= bound;
    case "moreThan":
      return value > bound;
    case "lessThan":
      return value < bound;
  }
}

function collectReads(guard: GuardNode, names: Set<string>): void {
  switch (guard.kind) {
    case "all":
    case "any":
      for (const part of guard.parts) collectReads(part, names);
      return;
    case "not":
      collectReads(guard.part, names);
      return;
    case "predicate":
      for (const name of guard.reads) names.add(name);
      return;
    default:
      names.add(guard.variable);
  }
}

/** The declared variables, and an error for anything else that is read or written. */
function declaredView(predicate: string, reads: readonly string[], variables: Variables): Variables {
  return new Proxy(Object.freeze(pick(variables, reads)), {
    get(view, name) {
      if (typeof name === "symbol" || Object.hasOwn(view, name)) return Reflect.get(view, name);
      throw new UsageError("bad_definition", {
        message: `Predicate "${predicate}" read "${name}", which is not among the variables it declares to read.`,
        hint: `Declared: ${reads.join(", ") || "none"}.`,
      });
    },
    set: (_, name) => refuseWriting(predicate, name),
    deleteProperty: (_, name) => refuseWriting(predicate, name),
    defineProperty: (_, name) => refuseWriting(predicate, name),
  });
}

function refuseWriting(predicate: string, name: string | symbol): never {
  throw new UsageError("bad_definition", {
    message: `Predicate "${predicate}" wrote "${String(name)}"; predicates only read.`,
  });
}

function pick(variables: Variables, names: readonly string[]): Variables {
  if (names.length === 0) return none;
  const picked: Record<string, unknown> = {};
  for (const name of names) {
    if (name === "__proto__") continue; // no variable can have this name
    picked[name] = lookup(variables, name);
  }
  return picked;
}

const none: Variables = Object.freeze({});
