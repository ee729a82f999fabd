import type { Predicate, Term } from "./expression.ts";
import type { Command, Field, Model } from "./model.ts";

/** What is exported besides the model. */
export interface PromelaOptions {
  /** Predicates that are asserted in every state: Spin reports an error where one fails. They add no states. */
  readonly assertions?: readonly Predicate[];
  /**
   * Whether the global `last` tells the command of the last step, counted from 1 and 0 at the beginning: formulas of
   * fairness need it. It multiplies the states.
   */
  readonly lastCommand?: boolean;
  /** Formulas of linear temporal logic, by name, in Promela's syntax: {@link promelaPredicate} writes their atoms. */
  readonly formulas?: Readonly<Record<string, string>>;
}

/**
 * Writes a model in Promela, the language of Spin: one process with one loop, in which each command is one atomic step.
 *
 * Compiled with `spin -o1 -o2 -o3 -a` and `gcc -DSAFETY -DNOREDUCE`, the verifier stores as many states as an exploration
 * finds, and takes one transition more.
 */
export function toPromela(model: Model, options: PromelaOptions = {}): string {
  const { assertions = [], lastCommand = false, formulas = {} } = options;
  const fields = fieldNames(model);
  const temporaries = Math.max(0, ...model.commands.map(({ updates }) => updates.length));
  const steps = model.commands.map((command, index) => stepOf(command, { fields, index, lastCommand }));
  const checks = assertions.map((predicate) => `  :: d_step { !${predicateText(predicate, fields)} -> assert(false) }`);
  return [
    ...model.fields.map(
      (field) => `${typeOf(field)} ${fields.get(field.name)} = ${field.initial}; /* ${safe(field.name)} */`,
    ),
    ...(lastCommand ? [`${typeOf({ size: model.commands.length + 1 })} last = 0;`] : []),
    // Hidden variables are not part of the state.
    ...Array.from({ length: temporaries }, (_, index) => `hidden int next${index};`),
    "active proctype model() {",
    "end_model:",
    "  do",
    ...steps,
    ...checks,
    // Without an option the loop would not be Promela; this one is never taken.
    ...(steps.length + checks.length === 0 ? ["  :: d_step { false -> skip }"] : []),
    "  od",
    "}",
    ...Object.entries(formulas).map(([name, formula]) => `ltl ${name} { ${formula} }`),
    "",
  ].join("\n");
}

/** Writes a predicate as it is named in the text that {@link toPromela} gives for the same model. */
export function promelaPredicate(model: Model, predicate: Predicate): string {
  return predicateText(predicate, fieldNames(model));
}

type Names = ReadonlyMap<string, string>;

/** Names of fields may be anything; in Promela they are numbered. */
function fieldNames(model: Model): Names {
  return new Map(model.fields.map(({ name }, index) => [name, `f${index}`]));
}

function typeOf({ size }: Pick<Field, "size">): string {
  if (size <= 256) return "byte";
  return size <= 2 ** 15 ? "short" : "int";
}

interface StepPlace {
  readonly fields: Names;
  readonly index: number;
  readonly lastCommand: boolean;
}

function stepOf({ name, guard, updates }: Command, { fields, index, lastCommand }: StepPlace): string {
  // Only what a later update reads must be kept in a temporary until all are known.
  const simple = updates.every(({ value }) => value.kind === "constant") || updates.length === 1;
  const written = updates.map(({ field, value }) => ({
    field: fields.get(field) ?? "",
    value: termText(value, fields),
  }));
  const assignments = simple
    ? written.map(({ field, value }) => `${field} = ${value}`)
    : [
        ...written.map(({ value }, position) => `next${position} = ${value}`),
        ...written.map(({ field }, position) => `${field} = next${position}`),
      ];
  const effects = [...assignments, ...(lastCommand ? [`last = ${index + 1}`] : [])];
  const body = effects.length === 0 ? "skip" : effects.join("; ");
  return `  :: d_step { ${predicateText(guard, fields)} -> ${body} } /* ${safe(name)} */`;
}

function predicateText(predicate: Predicate, fields: Names): string {
  switch (predicate.kind) {
    case "truth":
      return predicate.value ? "(1 == 1)" : "(1 == 0)";
    case "equal":
      return `(${termText(predicate.left, fields)} == ${termText(predicate.right, fields)})`;
    case "less":
      return `(${termText(predicate.left, fields)} < ${termText(predicate.right, fields)})`;
    case "and":
      return `(${predicate.parts.map((part) => predicateText(part, fields)).join(" && ")})`;
    case "or":
      return `(${predicate.parts.map((part) => predicateText(part, fields)).join(" || ")})`;
    case "not":
      return `(!${predicateText(predicate.part, fields)})`;
    case "oneOf":
      return `(${predicate.values.map((value) => `${fields.get(predicate.field)} == ${value}`).join(" || ")})`;
  }
}

function termText(term: Term, fields: Names): string {
  switch (term.kind) {
    case "constant":
      return term.value < 0 ? `(0 - ${-term.value})` : String(term.value);
    case "field":
      return fields.get(term.field) ?? "";
    case "add":
      return `(${termText(term.left, fields)} + ${termText(term.right, fields)})`;
    case "subtract":
      return `(${termText(term.left, fields)} - ${termText(term.right, fields)})`;
    case "clamp": {
      const inner = termText(term.term, fields);
      const [low, high] = [term.low, term.high].map((value) => termText({ kind: "constant", value }, fields));
      return `(${inner} < ${low} -> ${low} : (${inner} > ${high} -> ${high} : ${inner}))`;
    }
    case "conditional": {
      const [one, other] = [termText(term.whenTrue, fields), termText(term.whenFalse, fields)];
      return `(${predicateText(term.condition, fields)} -> ${one} : ${other})`;
    }
  }
}

/** A name must not end the comment that it stands in. */
function safe(name: string): string {
  return name.replaceAll(/[^\w ,.:→-]/g, "_");
}
