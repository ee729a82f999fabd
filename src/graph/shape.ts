import { UsageError } from "../errors.ts";
import { isRecord } from "../json.ts";
import { didYouMean, suggestName } from "../suggest-name.ts";
import { isSchema } from "./schema.ts";

/* How untyped definitions are judged: checks of single values, and what makes checks of records and lists of them. */

/** A place in something written by hand that does not have the shape that the types ask for. */
export interface ShapeMistake {
  readonly place: string;
  readonly expected: string;
  readonly found: string;
  /** The name that was probably meant, where one was misspelt. */
  readonly meant?: string | null;
}

/** Judges a value: lists what is wrong with it, and with what is in it. */
export type Check = (place: string, value: unknown) => readonly ShapeMistake[];

/** The keys that an object may have, with the check of each. */
export type Fields = Readonly<Record<string, Check>>;

/** Refuses what has mistakes. @throws {UsageError} `bad_definition` naming every place. */
export function refuseMistakes(
  mistakes: readonly ShapeMistake[],
  { noun, hint }: { readonly noun: string; readonly hint: string },
): void {
  if (mistakes.length === 0) return;
  const meant = [...new Set(mistakes.flatMap((mistake) => mistake.meant ?? []))];
  throw new UsageError("bad_definition", {
    message: `This is not ${noun}: ${mistakes.map(({ place, expected, found }) => `${place} must be ${expected}, not ${found}`).join("; ")}.`,
    hint: didYouMean(meant.length === 0 ? null : meant.join('" and "'), hint),
  });
}

/** Any text. */
export const text: Check = ofType("string", "a string");
/** Any number. */
export const number: Check = ofType("number", "a number");
/** A number, not NaN and not infinite. */
export const finite: Check = (place, value) =>
  Number.isFinite(value) ? [] : [{ place, expected: "a finite number", found: describe(value) }];
/** True or false. */
export const boolean: Check = ofType("boolean", "true or false");
/** Any object. */
export const anyRecord: Check = (place, value) =>
  isRecord(value) ? [] : [{ place, expected: "an object", found: describe(value) }];
/** Any function. */
export const functionValue: Check = ofType("function", "a function");
/** What describes and judges values. */
export const schema: Check = (place, value) =>
  isSchema(value)
    ? []
    : [
        {
          place,
          expected: "a schema with JSON Schema output (zod 4.2 or later, or another Standard Schema)",
          found: describe(value),
        },
      ];

/** An object with no keys but these; what is `undefined` counts as absent, unless it is required. */
export function checkFields(place: string, value: unknown, fields: Fields): readonly ShapeMistake[] {
  if (!isRecord(value)) return [{ place, expected: "an object", found: describe(value) }];
  const known = Object.keys(fields);
  const unknown = Object.keys(value).filter((key) => !known.includes(key));
  return [
    ...unknown.map((key) => ({
      place: `${place}.${key}`,
      expected: `one of ${known.join(", ")}`,
      found: `"${key}"`,
      meant: suggestName(key, known),
    })),
    ...Object.entries(fields).flatMap(([key, check]) => {
      const part = value[key];
      return part === undefined && !requiredChecks.has(check) ? [] : check(`${place}.${key}`, part);
    }),
  ];
}

const requiredChecks = new WeakSet<Check>();

/** The same check, of what must be there. */
export function required(check: Check): Check {
  const asked: Check = (place, value) => check(place, value);
  requiredChecks.add(asked);
  return asked;
}

/** What is `undefined` counts as absent. */
export function optional(check: Check): Check {
  return (place, value) => (value === undefined ? [] : check(place, value));
}

/** The second check where the first does not even find the kind of value that it wants. */
export function either(first: Check, second: Check): Check {
  return (place, value) => {
    const [mistakes, others] = [first(place, value), second(place, value)];
    if (mistakes.length === 0 || others.length === 0) return [];
    const looksFurther = others.some(({ place: at, found }) => at !== place || found !== mistakes[0]?.found);
    if (looksFurther) return others;
    return mistakes.map((mistake) => ({
      ...mistake,
      expected: `${mistake.expected}, or ${others[0]?.expected ?? ""}`,
    }));
  };
}

/** An object with no keys but these. */
export function record(fields: Fields): Check {
  return (place, value) => checkFields(place, value, fields);
}

/** An object whose values all fit, whatever its keys. */
export function mapOf(check: Check): Check {
  return (place, value) =>
    isRecord(value)
      ? Object.entries(value).flatMap(([key, part]) => check(`${place}.${key}`, part))
      : [{ place, expected: "an object", found: describe(value) }];
}

/** A list whose parts all fit. */
export function listOf(check: Check): Check {
  return (place, value) =>
    Array.isArray(value)
      ? value.flatMap((part: unknown, index) => check(`${place}.${index}`, part))
      : [{ place, expected: "a list", found: describe(value) }];
}

function ofType(type: string, expected: string): Check {
  return (place, value) => (typeof value === type ? [] : [{ place, expected, found: describe(value) }]);
}

/** One of these texts. */
export function oneOf(...values: readonly string[]): Check {
  return (place, value) =>
    values.some((known) => known === value)
      ? []
      : [
          {
            place,
            expected: values.map((known) => `"${known}"`).join(" or "),
            found: describe(value),
            meant: typeof value === "string" ? suggestName(value, values) : null,
          },
        ];
}

/** What was found, in a word or two. */
export function describe(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return typeof value === "string" ? `"${value}"` : typeof value === "object" ? "an object" : `a ${typeof value}`;
}
