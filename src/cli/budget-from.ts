import type { Budget } from "../check/engine/budget.ts";
import { UsageError } from "../errors.ts";

/**
 * Reads the budgets of a search: a number of states, seconds (`30s`), or memory (`512MB`).
 *
 * @throws {UsageError} `bad_option` for any other text.
 */
export function budgetFrom(texts: readonly string[]): Budget {
  return Object.assign({}, ...texts.map(oneBudget));
}

function oneBudget(text: string): Budget {
  const [, digits, unit] = /^([1-9]\d{0,14})(s|MB)?$/.exec(text) ?? [];
  const amount = Number(digits);
  if (digits === undefined) {
    throw new UsageError("bad_option", {
      message: `--budget cannot be ${JSON.stringify(text)}.`,
      hint: "Give a whole number of states, seconds or megabytes, for instance 100000, 30s or 512MB.",
    });
  }
  switch (unit) {
    case "s":
      return { milliseconds: amount * 1000, now: () => performance.now() };
    case "MB":
      return { bytes: amount * 1_000_000 };
    default:
      return { states: amount };
  }
}
