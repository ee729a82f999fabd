/** Something that has an integer as value in each state. Made by the functions of `build-expression.ts`. */
export type Term =
  | { readonly kind: "constant"; readonly value: number }
  | { readonly kind: "field"; readonly field: string }
  | { readonly kind: "add" | "subtract"; readonly left: Term; readonly right: Term }
  | { readonly kind: "clamp"; readonly term: Term; readonly low: number; readonly high: number }
  | {
      readonly kind: "conditional";
      readonly condition: Predicate;
      readonly whenTrue: Term;
      readonly whenFalse: Term;
    };

/** Something that is true or false in each state. Made by the functions of `build-expression.ts`. */
export type Predicate =
  | { readonly kind: "truth"; readonly value: boolean }
  | { readonly kind: "equal" | "less"; readonly left: Term; readonly right: Term }
  | { readonly kind: "and" | "or"; readonly parts: readonly Predicate[] }
  | { readonly kind: "not"; readonly part: Predicate }
  | { readonly kind: "oneOf"; readonly field: string; readonly values: readonly number[] };

/** A term or a predicate. */
export type Expression = Term | Predicate;

/** The names of all fields that an expression reads, each once, in the order of their first use. */
export function fieldsOf(expression: Expression): readonly string[] {
  const found = new Set<string>();
  collect(expression, found);
  return [...found];
}

function collect(expression: Expression, found: Set<string>): void {
  if (expression.kind === "field" || expression.kind === "oneOf") found.add(expression.field);
  for (const part of partsOf(expression)) collect(part, found);
}

/** The parts of a conjunction; of any other predicate, itself. */
export function conjunctsOf(predicate: Predicate): readonly Predicate[] {
  return predicate.kind === "and" ? predicate.parts : [predicate];
}

/** The expressions that stand directly in an expression. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "constant":
    case "field":
    case "truth":
    case "oneOf":
      return [];
    case "add":
    case "subtract":
    case "equal":
    case "less":
      return [expression.left, expression.right];
    case "clamp":
      return [expression.term];
    case "conditional":
      return [expression.condition, expression.whenTrue, expression.whenFalse];
    case "and":
    case "or":
      return expression.parts;
    case "not":
      return [expression.part];
  }
}
