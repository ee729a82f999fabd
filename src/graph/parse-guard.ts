import { isRecord, lookup } from "../json.ts";
import { suggestName } from "../suggest-name.ts";
import { type GuardNode, type Operator, operators, type Scalar, type Variables } from "./guard.ts";

/** A place in a guard that no guard can have. */
export interface GuardMistake {
  /** Where, from the guard's own root. */
  readonly path: readonly string[];
  readonly found: string;
  readonly expected: string;
  /** The operator that was probably meant, where what was found is none. */
  readonly meant?: string;
}

/** A place in a guard where a variable is read, and the question that is asked about it. */
export interface GuardRead {
  /** Where, from the guard's own root. */
  readonly path: readonly string[];
  readonly variable: string;
  readonly question: Extract<GuardNode, { kind: "oneOf" | "compare" | "predicate" }>;
}

/** A guard as a tree, with the places that could not be read; such places hold never. */
export interface ParsedGuard {
  readonly node: GuardNode;
  readonly mistakes: readonly GuardMistake[];
  /** Every place where it reads a variable, in the order in which they are written. */
  readonly reads: readonly GuardRead[];
}

/** Reads an authored guard literal into a tree. A condition that is `undefined` is a mistake: leaving it out would widen the guard. Total: whatever it is given, it returns. */
export function parseGuard(literal: unknown): ParsedGuard {
  const mistakes: GuardMistake[] = [];
  const reads: GuardRead[] = [];
  return { node: parseConjunction({ literal, path: [], mistakes, reads }), mistakes, reads };
}

interface Place {
  readonly literal: unknown;
  readonly path: readonly string[];
  readonly mistakes: GuardMistake[];
  readonly reads: GuardRead[];
}

/** Guards are written by hand: what is deeper than this, or has more mistakes, contains itself. */
const most = 100;

function parseConjunction(place: Place): GuardNode {
  if (!isPlain(place.literal)) return mistake(place, "an object of conditions");
  if (place.mistakes.length > most) return never;
  if (place.path.length > most) return mistake(place, "a guard that does not contain itself");
  return conjunction(
    Object.entries(place.literal).map(([name, literal]) =>
      parseEntry(name, { ...place, literal, path: [...place.path, name] }),
    ),
  );
}

function parseEntry(name: string, place: Place): GuardNode {
  switch (name) {
    case "all":
      return conjunction(parseList(place));
    case "any":
      return { kind: "any", parts: parseList(place) };
    case "not":
      return { kind: "not", part: parseConjunction(place) };
    case "predicate":
      return parsePredicate(place);
    default:
      return parseCondition(name, place);
  }
}

function parseList(place: Place): readonly GuardNode[] {
  if (!Array.isArray(place.literal)) return [mistake(place, "a list of guards")];
  return place.literal.map((literal: unknown, index) =>
    parseConjunction({ ...place, literal, path: [...place.path, String(index)] }),
  );
}

function parseCondition(variable: string, place: Place): GuardNode {
  const { literal } = place;
  if (isScalar(literal)) return ask(place, { kind: "oneOf", variable, values: [literal] });
  if (Array.isArray(literal)) {
    if (!literal.every(isScalar)) return mistake(place, "a list of strings, finite numbers, booleans or null");
    return ask(place, { kind: "oneOf", variable, values: [...literal] });
  }
  if (!isPlain(literal)) return mistake(place, "a value, a list of values, { not } or a comparison");
  const constraints = Object.entries(literal);
  if (constraints.length === 0) return mistake(place, `at least one of not, ${operators.join(", ")}`);
  return conjunction(
    constraints.map(([key, value]) =>
      parseConstraint(variable, key, { ...place, literal: value, path: [...place.path, key] }),
    ),
  );
}

function parseConstraint(variable: string, key: string, place: Place): GuardNode {
  if (key === "not") {
    if (isPlain(place.literal)) return mistake(place, "a value or a list of values");
    const part = parseCondition(variable, place);
    return part.kind === "oneOf" ? { kind: "not", part } : part; // a mistake, which is listed and never holds
  }
  const operator = operators.find((known) => known === key);
  if (operator === undefined) {
    return mistake(place, `one of not, ${operators.join(", ")}`, { found: `"${key}"`, meant: meantBy(key) });
  }
  if (typeof place.literal !== "number" || !Number.isFinite(place.literal)) return mistake(place, "a finite number");
  return ask(place, { kind: "compare", variable, operator, bound: place.literal });
}

function parsePredicate(place: Place): GuardNode {
  const { literal } = place;
  if (!isPlain(literal) || typeof literal.name !== "string" || typeof literal.test !== "function") {
    return mistake(place, "{ name, reads, test }");
  }
  const reads = literal.reads;
  if (!Array.isArray(reads) || !reads.every((name) => typeof name === "string")) {
    return mistake(place, "{ name, reads, test } with reads as a list of variables");
  }
  const test = literal.test as (view: Variables) => boolean; // checked above; its result is checked when it runs
  const question = { kind: "predicate", name: literal.name, reads: [...reads], test } as const;
  for (const [index, variable] of reads.entries()) {
    place.reads.push({ path: [...place.path, "reads", String(index)], variable, question });
  }
  return question;
}

function ask({ path, reads }: Place, question: Extract<GuardNode, { kind: "oneOf" | "compare" }>): GuardNode {
  reads.push({ path, variable: question.variable, question });
  return question;
}

function conjunction(parts: readonly GuardNode[]): GuardNode {
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind: "all", parts };
}

/** The operator that stands behind another spelling, or behind what other libraries call it. */
function meantBy(key: string): string | null {
  return lookup(elsewhere, key.replace(/^\$/, "")) ?? suggestName(key, ["not", ...operators]);
}

const elsewhere: Readonly<Record<string, Operator>> = {
  gt: "moreThan",
  greaterThan: "moreThan",
  ">": "moreThan",
  gte: "atLeast",
  min: "atLeast",
  ">=": "atLeast",
  lt: "lessThan",
  "<": "lessThan",
  lte: "atMost",
  max: "atMost",
  "<=": "atMost",
};

function mistake(
  { literal, path, mistakes }: Place,
  expected: string,
  { found = kindOf(literal), meant = null }: { readonly found?: string; readonly meant?: string | null } = {},
): GuardNode {
  mistakes.push({ path, found, expected, ...(meant === null ? {} : { meant }) });
  return never;
}

function kindOf(literal: unknown): string {
  return literal === null ? "null" : Array.isArray(literal) ? "a list" : typeof literal;
}

const never: GuardNode = Object.freeze({ kind: "any", parts: Object.freeze([]) });

function isScalar(value: unknown): value is Scalar {
  return value === null || typeof value === "string" || typeof value === "boolean" || Number.isFinite(value);
}

/** Only literals: the entries of a promise, a date or a map are none, and no condition would always hold. */
function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (!isRecord(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
