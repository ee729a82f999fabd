import { isRecord } from "../json.ts";
import { type GuardNode, operators, type Scalar, type Variables } from "./guard.ts";

/** A place in a guard that no guard can have. */
export interface GuardMistake {
  /** Where, from the guard's own root. */
  readonly path: readonly string[];
  readonly found: string;
  readonly expected: string;
}

/** A guard as a tree, with the places that could not be read; such places hold never. */
export interface ParsedGuard {
  readonly node: GuardNode;
  readonly mistakes: readonly GuardMistake[];
}

/** Reads an authored guard literal into a tree. Total: whatever it is given, it returns. */
export function parseGuard(literal: unknown): ParsedGuard {
  const mistakes: GuardMistake[] = [];
  return { node: parseConjunction({ literal, path: [], mistakes }), mistakes };
}

interface Place {
  readonly literal: unknown;
  readonly path: readonly string[];
  readonly mistakes: GuardMistake[];
}

function parseConjunction(place: Place): GuardNode {
  if (!isRecord(place.literal)) return mistake(place, "an object of conditions");
  return conjunction(
    Object.entries(place.literal)
      .filter(([, value]) => value !== undefined)
      .map(([name, literal]) => parseEntry(name, { ...place, literal, path: [...place.path, name] })),
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
  if (isScalar(literal)) return { kind: "oneOf", variable, values: [literal] };
  if (Array.isArray(literal)) {
    if (!literal.every(isScalar)) return mistake(place, "a list of strings, numbers, booleans or null");
    return { kind: "oneOf", variable, values: literal };
  }
  if (!isRecord(literal)) return mistake(place, "a value, a list of values, { not } or a comparison");
  return conjunction(
    Object.entries(literal)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => parseConstraint(variable, key, { ...place, literal: value, path: [...place.path, key] })),
  );
}

function parseConstraint(variable: string, key: string, place: Place): GuardNode {
  if (key === "not") {
    const part = parseCondition(variable, place);
    return part.kind === "oneOf" ? { kind: "not", part } : mistake(place, "a value or a list of values");
  }
  const operator = operators.find((known) => known === key);
  if (operator === undefined) return mistake(place, `one of not, ${operators.join(", ")} (found "${key}")`);
  if (typeof place.literal !== "number" || !Number.isFinite(place.literal)) return mistake(place, "a finite number");
  return { kind: "compare", variable, operator, bound: place.literal };
}

function parsePredicate(place: Place): GuardNode {
  const { literal } = place;
  if (!isRecord(literal) || typeof literal.name !== "string" || typeof literal.test !== "function") {
    return mistake(place, "{ name, reads, test }");
  }
  const reads = literal.reads;
  if (!Array.isArray(reads) || !reads.every((name) => typeof name === "string")) {
    return mistake(place, "{ name, reads, test } with reads as a list of variables");
  }
  const test = literal.test as (view: Variables) => boolean; // checked above; its result is checked when it runs
  return { kind: "predicate", name: literal.name, reads, test };
}

function conjunction(parts: readonly GuardNode[]): GuardNode {
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind: "all", parts };
}

function mistake({ literal, path, mistakes }: Place, expected: string): GuardNode {
  mistakes.push({
    path,
    found: literal === null ? "null" : Array.isArray(literal) ? "a list" : typeof literal,
    expected,
  });
  return { kind: "any", parts: [] };
}

function isScalar(value: unknown): value is Scalar {
  return value === null || typeof value === "string" || typeof value === "boolean" || typeof value === "number";
}
