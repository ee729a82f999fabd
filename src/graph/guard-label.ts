import type { GuardNode, Operator, Scalar } from "./guard.ts";

/** The comparisons as they are printed. */
export const signs: Readonly<Record<Operator, string>> = { atLeast: "≥", atMost: "≤", moreThan: ">", lessThan: "<" };

/**
 * Writes a guard as a person would: `verified and (plan = pro or amount ≤ 500)`.
 * The same guard has the same label in drawings, diagnostics and records.
 */
export function guardLabel(guard: GuardNode): string {
  return label(guard, "top");
}

function label(guard: GuardNode, within: "top" | "all" | "any" | "not"): string {
  switch (guard.kind) {
    case "all":
      if (guard.parts.length === 0) return "always";
      return group(guard.parts.map((part) => label(part, "all")).join(" and "), within !== "top" && within !== "all");
    case "any":
      if (guard.parts.length === 0) return "never";
      return group(guard.parts.map((part) => label(part, "any")).join(" or "), within !== "top" && within !== "any");
    case "not":
      return guard.part.kind === "oneOf" ? oneOf(guard.part, true) : `not ${label(guard.part, "not")}`;
    case "oneOf":
      return oneOf(guard, false);
    case "compare":
      return `${guard.variable} ${signs[guard.operator]} ${guard.bound}`;
    case "predicate":
      return `${guard.name}(${guard.reads.join(", ")})`;
  }
}

function oneOf({ variable, values }: Extract<GuardNode, { kind: "oneOf" }>, negated: boolean): string {
  const [first] = values;
  if (values.length !== 1 || first === undefined) {
    return `${variable} ${negated ? "not in" : "in"} {${values.map(scalar).join(", ")}}`;
  }
  if (typeof first === "boolean") return first === negated ? `not ${variable}` : variable;
  return `${variable} ${negated ? "≠" : "="} ${scalar(first)}`;
}

function scalar(value: Scalar): string {
  return typeof value === "string" && !/^[\w-]+$/.test(value) ? JSON.stringify(value) : String(value);
}

function group(text: string, needed: boolean): string {
  return needed ? `(${text})` : text;
}
