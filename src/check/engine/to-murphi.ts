import type { Predicate, Term } from "./expression.ts";
import type { Command, Model } from "./model.ts";

/** What is exported besides the model. */
export interface MurphiOptions {
  /** Predicates that hold in every state, by name. */
  readonly invariants?: Readonly<Record<string, Predicate>>;
  /** Predicates that stay possible from every state, by name: Rumur's `liveness`, the property `canAlways`. */
  readonly liveness?: Readonly<Record<string, Predicate>>;
}

/**
 * Writes a model in Murphi, the language of Rumur: one rule for each command. Rumur finds as many states as an exploration
 * and fires as many rules as it has transitions; run it with `--deadlock-detection off`.
 */
export function toMurphi(model: Model, { invariants = {}, liveness = {} }: MurphiOptions = {}): string {
  const names: Names = new Map(model.fields.map(({ name }, index) => [name, `f${index}`]));
  const sizes = new Map(model.fields.map(({ name, size }) => [name, size]));
  const claims = (kind: string, predicates: Readonly<Record<string, Predicate>>): readonly string[] =>
    Object.entries(predicates).map(
      ([name, predicate]) => `${kind} "${safe(name)}" ${predicateText(predicate, names)};`,
    );
  return [
    "var",
    ...model.fields.map(({ name, size }) => `  ${names.get(name)}: 0 .. ${size - 1}; -- ${safe(name)}`),
    "startstate begin",
    ...model.fields.map(({ name, initial }) => `  ${names.get(name)} := ${initial};`),
    "end;",
    ...model.commands.map((command) => ruleOf(command, { names, sizes })),
    ...claims("invariant", invariants),
    ...claims("liveness", liveness),
    "",
  ].join("\n");
}

type Names = ReadonlyMap<string, string>;

interface Fields {
  /** Names of fields may be anything; in Murphi they are numbered. */
  readonly names: Names;
  readonly sizes: ReadonlyMap<string, number>;
}

function ruleOf({ name, guard, updates }: Command, { names, sizes }: Fields): string {
  const nameOf = (field: string): string => names.get(field) ?? "";
  return [
    `rule "${safe(name)}" ${predicateText(guard, names)} ==>`,
    // All values are read before the first is written.
    ...updates.map(({ field }, position) => `  var next${position}: 0 .. ${(sizes.get(field) ?? 1) - 1};`),
    "begin",
    ...updates.map(({ value }, position) => `  next${position} := ${termText(value, names)};`),
    ...updates.map(({ field }, position) => `  ${nameOf(field)} := next${position};`),
    "end;",
  ].join("\n");
}

function predicateText(predicate: Predicate, names: Names): string {
  switch (predicate.kind) {
    case "truth":
      return String(predicate.value);
    case "equal":
      return `(${termText(predicate.left, names)} = ${termText(predicate.right, names)})`;
    case "less":
      return `(${termText(predicate.left, names)} < ${termText(predicate.right, names)})`;
    case "and":
      return `(${predicate.parts.map((part) => predicateText(part, names)).join(" & ")})`;
    case "or":
      return `(${predicate.parts.map((part) => predicateText(part, names)).join(" | ")})`;
    case "not":
      return `(!${predicateText(predicate.part, names)})`;
    case "oneOf":
      return `(${predicate.values.map((value) => `${names.get(predicate.field)} = ${value}`).join(" | ")})`;
  }
}

function termText(term: Term, names: Names): string {
  switch (term.kind) {
    case "constant":
      return term.value < 0 ? `(0 - ${-term.value})` : String(term.value);
    case "field":
      return names.get(term.field) ?? "";
    case "add":
      return `(${termText(term.left, names)} + ${termText(term.right, names)})`;
    case "subtract":
      return `(${termText(term.left, names)} - ${termText(term.right, names)})`;
    case "clamp": {
      const inner = termText(term.term, names);
      const [low, high] = [term.low, term.high].map((value) => termText({ kind: "constant", value }, names));
      return `(${inner} < ${low} ? ${low} : (${inner} > ${high} ? ${high} : ${inner}))`;
    }
    case "conditional": {
      const [one, other] = [termText(term.whenTrue, names), termText(term.whenFalse, names)];
      return `(${predicateText(term.condition, names)} ? ${one} : ${other})`;
    }
  }
}

/** A name must not end the text that it stands in. */
function safe(name: string): string {
  return name.replaceAll(/[^\w ,.:→-]/g, "_");
}
