import { isRecord } from "../json.ts";

/** What a server finds wrong with a request, in a sentence that names the place; `null` when nothing is. */
export type Problem = string | null;

/** An object of a request, of which nothing is known yet. */
export type Fields = Readonly<Record<string, unknown>>;

/** What providers accept as the name of a tool or of a form, and as the id of a call. */
export const wireNamePattern: RegExp = /^[a-zA-Z0-9_-]{1,64}$/;

/** The first problem of a list's elements. */
export function firstProblem<Item>(items: readonly Item[], problemOf: (item: Item, index: number) => Problem): Problem {
  for (const [index, item] of items.entries()) {
    const problem = problemOf(item, index);
    if (problem !== null) return problem;
  }
  return null;
}

/** Judges each object of a list that must have at least one, and says where a list or an object is something else. */
export function listProblem(
  list: unknown,
  place: string,
  problemOf: (item: Fields, place: string) => Problem,
): Problem {
  if (!Array.isArray(list)) return invalid(place, "an array", list);
  if (list.length === 0) return `Invalid '${place}': empty array.`;
  return firstProblem(list, (item: unknown, index) => {
    const itemPlace = `${place}[${index}]`;
    return isRecord(item) ? problemOf(item, itemPlace) : invalid(itemPlace, "an object", item);
  });
}

/** Whether a field that may be left out is one of the known values. */
export function choiceProblem(value: unknown, place: string, known: readonly unknown[]): Problem {
  if (value === undefined || value === null || known.includes(value)) return null;
  return `Invalid value: ${JSON.stringify(value)} for '${place}'. Supported values are: ${known.join(", ")}.`;
}

/** Whether a field that may be left out is a number within bounds. */
export function numberProblem(
  value: unknown,
  place: string,
  { from, to }: { readonly from: number; readonly to: number },
): Problem {
  if (value === undefined || value === null) return null;
  return typeof value === "number" && value >= from && value <= to
    ? null
    : invalid(place, `a number from ${from} to ${to}`, value);
}

/** Says that something else was expected at a place. */
export function invalid(place: string, expected: string, found: unknown): string {
  if (found === undefined) return `Missing required parameter: '${place}', expected ${expected}.`;
  return `Invalid '${place}': expected ${expected}, but got ${(JSON.stringify(found) ?? typeof found).slice(0, 80)}.`;
}
