import type { GuardNode, Scalar } from "../graph/guard.ts";
import type { VariableDomain } from "../graph/variables.ts";

/** Why a question makes no sense for a variable. */
export interface Mismatch {
  readonly value: Scalar;
  /** The value or comparison, for messages. */
  readonly asked: string;
  /** What the variable is, for messages: `is true or false`. */
  readonly is: string;
  readonly hint: string;
  /** All values of the variable, where they are listed and the value is of their type. */
  readonly values: readonly Scalar[] | null;
}

/** Tells whether a guard compares a variable with something that it can never be, and why. */
export function mismatch(
  question: Extract<GuardNode, { kind: "oneOf" | "compare" }>,
  domain: VariableDomain,
  optional: boolean,
): Mismatch | null {
  if (domain.type === "unknown") return null;
  if (question.kind === "compare") {
    if (isNumeric(domain)) return null;
    const hint = "Only numbers can be compared: ask for a value instead.";
    return { value: question.bound, asked: "a number", is: description(domain), hint, values: null };
  }
  const value = question.values.find((wanted) => !isPossible(wanted, domain, optional));
  if (value === undefined) return null;
  const values = isOfListedType(value, domain) ? domain.values : null;
  return { value, asked: JSON.stringify(value), is: description(domain), hint: hintFor(value, domain), values };
}

function isPossible(value: Scalar, domain: VariableDomain, optional: boolean): boolean {
  if (value === null) return domain.nullable || optional;
  if (domain.values !== null) return domain.values.includes(value);
  if (domain.type === "object") return false;
  return typeof value === (domain.type === "integer" ? "number" : domain.type);
}

function isNumeric({ type, values }: VariableDomain): boolean {
  return type === "number" || type === "integer" || (values ?? []).some((value) => typeof value === "number");
}

function isOfListedType(value: Scalar, { type, values }: VariableDomain): boolean {
  return type === "enum" && values !== null && values.some((known) => typeof known === typeof value);
}

function description({ type, nullable, values }: VariableDomain): string {
  const orNull = nullable ? " or null" : "";
  switch (type) {
    case "boolean":
      return `is true or false${orNull}`;
    case "enum":
      return `is one of ${[...(values ?? []), ...(nullable ? [null] : [])].map((value) => JSON.stringify(value)).join(", ")}`;
    case "number":
    case "integer":
      return `is ${type === "number" ? "a number" : "an integer"}${orNull}`;
    case "string":
      return `is a string${orNull}`;
    default:
      return `is an object${orNull}`;
  }
}

function hintFor(value: Scalar, { type }: VariableDomain): string {
  if (type === "object") return "An object can only be compared with null: write null or { not: null }.";
  if (value === null) return "Make it nullable in its schema, or do not ask for null.";
  return type === "enum" || type === "boolean" ? "Ask for one of its values." : "Ask for a value of its type.";
}
