import type { Finding } from "../diagnostic.ts";
import { formatPlace } from "../format-place.ts";
import type { GraphFacts } from "../graph-facts.ts";
import { type NumberPlace, type NumberRange, numberPlaces } from "../number-places.ts";

/** Finds budgets, times and counts that mean nothing: zero, negative, broken or not numbers at all. */
export function* numberRules({ graph }: GraphFacts): Generator<Finding> {
  for (const place of numberPlaces(graph)) {
    const { path, value, range } = place;
    if (value === null || isIn(range, value)) continue;
    yield {
      code: "number-out-of-range",
      path,
      message: `${formatPlace(path)} is ${value}, but it must be ${wording[range]}.`,
      hint: hintFor(place),
    };
  }
}

const wording: Readonly<Record<NumberRange, string>> = {
  count: "a whole number from 1 on",
  countOrNone: "a whole number from 0 on",
  duration: "a number of milliseconds above 0",
  delay: "a number of milliseconds from 0 on",
  amount: "a number above 0",
  amountOrNone: "a number from 0 on",
  share: "a number above 0, at most 1",
};

function isIn(range: NumberRange, value: number): boolean {
  switch (range) {
    case "count":
      return Number.isInteger(value) && value >= 1;
    case "countOrNone":
      return Number.isInteger(value) && value >= 0;
    case "duration":
    case "amount":
      return Number.isFinite(value) && value > 0;
    case "delay":
    case "amountOrNone":
      return Number.isFinite(value) && value >= 0;
    case "share":
      return value > 0 && value <= 1;
  }
}

function hintFor({ path, isRequired }: NumberPlace): string {
  if (path[0] === "limits") return "Write null to lift a limit.";
  return isRequired === true ? "Write a number that it can be." : "Leave it out for the default.";
}
