import { UsageError } from "../../errors.ts";
import { evaluateGuard, type GuardEvaluation, guardReads, predicateMisuse } from "../../graph/evaluate-guard.ts";
import type { GuardNode } from "../../graph/guard.ts";
import { lookup } from "../../json.ts";
import { all, always, any, eq, never, not, oneOf } from "../engine/build-expression.ts";
import type { Predicate } from "../engine/expression.ts";
import type { FiniteVariables } from "./finite-variables.ts";

/** The field of a variable. */
export function variableField(name: string): string {
  return `variable ${name}`;
}

/** What no guard says nothing stands in the way of; a guard as a predicate over the fields of its variables. */
export function guardPredicate(guard: GuardNode | null, variables: FiniteVariables): Predicate {
  if (guard === null) return always;
  return hasPredicate(guard) ? tabulated(guard, variables, isHeld) : predicateOf(guard, variables);
}

/** When a guard cannot be evaluated, since a function in it throws. */
export function guardFails(guard: GuardNode, variables: FiniteVariables): Predicate {
  return hasPredicate(guard) ? tabulated(guard, variables, ({ error }) => error !== undefined) : never;
}

const isHeld = ({ holds }: GuardEvaluation): boolean => holds;

function predicateOf(guard: GuardNode, variables: FiniteVariables): Predicate {
  switch (guard.kind) {
    case "all":
      return all(...guard.parts.map((part) => predicateOf(part, variables)));
    case "any":
      return any(...guard.parts.map((part) => predicateOf(part, variables)));
    case "not":
      return not(predicateOf(guard.part, variables));
    case "predicate":
      return tabulated(guard, variables, isHeld);
    default: {
      const values = lookup(variables, guard.variable) ?? [];
      const holding = values.flatMap((value, index) =>
        evaluateGuard(guard, { [guard.variable]: value }).holds ? [index] : [],
      );
      return oneOf(variableField(guard.variable), holding);
    }
  }
}

/** A function is asked for every combination of the values that the guard reads: it may fail, and then nothing of it holds. */
function tabulated(
  guard: GuardNode,
  variables: FiniteVariables,
  isMeant: (evaluation: GuardEvaluation) => boolean,
): Predicate {
  const names = guardReads(guard).filter((name) => Object.hasOwn(variables, name));
  const sizes = names.map((name) => variables[name]?.length ?? 1);
  const count = sizes.reduce((product, size) => product * size, 1);
  if (count > mostRows) {
    throw new UsageError("bad_definition", {
      message: `A predicate over ${names.join(", ")} would have to be asked ${count} times.`,
      hint: `At most ${mostRows} combinations are looked at: let it read fewer variables, or write it as conditions.`,
    });
  }
  const holding: Predicate[] = [];
  for (let row = 0; row < count; row++) {
    let rest = row;
    const digits = sizes.map((size) => {
      const digit = rest % size;
      rest = Math.floor(rest / size);
      return digit;
    });
    const values = Object.fromEntries(names.map((name, index) => [name, variables[name]?.[digits[index] ?? 0]]));
    const misuse = predicateMisuse(guard, values);
    if (misuse !== null) {
      throw new UsageError("bad_definition", {
        message: `${misuse} Nothing can be proven of it.`,
        hint: "A predicate is a pure function of the variables that it declares to read, and returns a boolean.",
      });
    }
    if (!isMeant(evaluateGuard(guard, values))) continue;
    holding.push(all(...names.map((name, index) => eq(variableField(name), digits[index] ?? 0))));
  }
  return any(...holding);
}

/** So many combinations of values a predicate is asked for at most. */
export const mostRows = 100_000;

function hasPredicate(guard: GuardNode): boolean {
  switch (guard.kind) {
    case "all":
    case "any":
      return guard.parts.some(hasPredicate);
    case "not":
      return hasPredicate(guard.part);
    default:
      return guard.kind === "predicate";
  }
}
