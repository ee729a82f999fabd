import { UsageError } from "../errors.ts";
import { isRecord, toJson } from "../json.ts";
import { didYouMean, suggestName } from "../suggest-name.ts";
import { type AbstractionOptions, countable } from "./abstract/layout.ts";
import type { CheckOptions } from "./engine/check-model.ts";

/*
 * A misspelt option would be left out silently, and a search of too little would seem to hold. Types say so too; this is for
 * whoever has none, and for what types cannot know.
 */

/** What the value of an option must be. */
interface Expectation {
  readonly expected: string;
  readonly fits: (value: unknown) => boolean;
}

/** What the options of a function must be, by name. */
export type Expectations = Readonly<Record<string, Expectation>>;

/**
 * Judges the options of a function; one that is `undefined` counts as left out.
 *
 * @throws {UsageError} `bad_option` naming the option, what was expected, and of a misspelt one the name that was meant.
 */
export function refuseOptions(of: string, options: unknown, expectations: Expectations): void {
  if (!isRecord(options)) {
    const message = `The options of ${of} must be an object, not ${shown(options)}.`;
    throw new UsageError("bad_option", { message });
  }
  const known = Object.keys(expectations);
  for (const [name, value] of Object.entries(options)) {
    const expectation = expectations[name];
    if (expectation === undefined || !known.includes(name)) {
      const hint = didYouMean(suggestName(name, known), `Its options: ${known.join(", ")}.`);
      throw new UsageError("bad_option", { message: `${of} has no option "${name}".`, hint });
    }
    if (value === undefined || expectation.fits(value)) continue;
    const message = `The option ${name} of ${of} must be ${expectation.expected}, not ${shown(value)}.`;
    throw new UsageError("bad_option", { message });
  }
}

/** No reply has more calls than a runtime lets in where nobody has raised `caps.maxCallsPerReply`. */
const mostCalls = 64;

const claim: Expectation = { expected: "true or false", fits: (value) => typeof value === "boolean" };
const callable: Expectation = { expected: "a function", fits: (value) => typeof value === "function" };
const amount: Expectation = {
  expected: "a number above 0",
  fits: (value) => typeof value === "number" && value > 0,
};

/** How many calls the replies of a recorded session may have; a runtime can let in any number. */
export const replyCalls: Expectation = {
  expected: "a whole number from 1 on",
  fits: (value) => Number.isInteger(value) && Number(value) >= 1,
};

/** What all that derives a model of a graph is told about it. */
export const abstractionOptions = {
  parallelCalls: {
    expected: `a whole number from 1 to ${mostCalls}`,
    fits: (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= mostCalls,
  },
  counted: {
    expected: `a list of budgets: ${countable.join(", ")}`,
    fits: (value) => Array.isArray(value) && value.every((name) => countable.includes(name)),
  },
  interventions: claim,
} as const satisfies Readonly<Record<keyof AbstractionOptions, Expectation>>;

/** How much a search may take, and how it is done. */
export const searchOptions = {
  states: amount,
  bytes: amount,
  milliseconds: amount,
  now: callable,
  isCancelled: callable,
  codegen: claim,
  bitmap: claim,
  progress: {
    expected: "{ every, report } with a number above 0 and a function",
    fits: (value) => isRecord(value) && amount.fits(value.every) && callable.fits(value.report),
  },
} as const satisfies Readonly<Record<keyof CheckOptions, Expectation>>;

/** What `checkRefinement` is told. */
export const refinementOptions = {
  ...abstractionOptions,
  ...searchOptions,
  most: { expected: "a whole number from 1 on", fits: (value) => Number.isInteger(value) && Number(value) >= 1 },
} as const satisfies Expectations;

/** What `checkGraph` is told. */
export const checkOptions = { ...abstractionOptions, ...searchOptions, defaults: claim } as const;

function shown(value: unknown): string {
  if (typeof value === "number") return String(value);
  return JSON.stringify(toJson(value)).slice(0, 80);
}
