import { UsageError } from "../errors.ts";

/**
 * Reads an option that is a number of things.
 *
 * @throws {UsageError} `bad_option` unless it is a whole number from 1 on.
 */
export function countFrom(option: string, text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new UsageError("bad_option", {
    message: `${option} cannot be ${JSON.stringify(text)}.`,
    hint: "Give a whole number from 1 on, for instance 2.",
  });
}
