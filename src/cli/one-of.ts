import { UsageError } from "../errors.ts";
import { didYouMean, suggestName } from "../suggest-name.ts";

/**
 * Reads the value of an option that has few.
 *
 * @throws {UsageError} `bad_option` naming them, when it is none of them.
 */
export function oneOf<const Value extends string>(option: string, value: string, known: readonly Value[]): Value {
  const found = known.find((one) => one === value);
  if (found !== undefined) return found;
  throw new UsageError("bad_option", {
    message: `${option} cannot be ${JSON.stringify(value)}: it is one of ${known.join(", ")}.`,
    hint: didYouMean(suggestName(value, known), "Choose one of them."),
  });
}
