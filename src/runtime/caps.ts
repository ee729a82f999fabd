import { UsageError } from "../errors.ts";
import { didYouMean, suggestName } from "../suggest-name.ts";

/** Upper bounds on what enters a session, in UTF-8 bytes; what is over ends in a typed error, not in the journal. */
export interface Caps {
  /** Of a user's or an operator's message. A `send` over it throws `UsageError` (`too_large`). */
  readonly maxMessageBytes: number;
  /** Of one call's arguments. A call over it is refused, and the model is told. */
  readonly maxArgumentBytes: number;
  /** Of one tool result. A result over it fails the call, and the model is told. */
  readonly maxResultBytes: number;
  /** Calls over it are refused, and the model is told. */
  readonly maxCallsPerReply: number;
}

/** What holds where nothing is said. */
export const defaultCaps: Caps = Object.freeze({
  maxMessageBytes: 1_000_000,
  maxArgumentBytes: 256_000,
  maxResultBytes: 1_000_000,
  maxCallsPerReply: 64,
});

/** Checks that there are no caps but these, each a whole number above zero. @throws {UsageError} `bad_option` naming the cap. */
export function completeCaps(caps: Partial<Caps> = {}): Caps {
  const known = Object.keys(defaultCaps);
  const stranger = Object.keys(caps).find((name) => !known.includes(name));
  if (stranger !== undefined) {
    const hint = didYouMean(suggestName(stranger, known), `There are: ${known.join(", ")}.`);
    throw new UsageError("bad_option", { message: `There is no cap "${stranger}".`, hint });
  }
  const complete = { ...defaultCaps, ...caps };
  for (const [name, value] of Object.entries(complete)) {
    if (!Number.isInteger(value) || value <= 0) {
      throw new UsageError("bad_option", { message: `caps.${name} must be a whole number above zero, not ${value}.` });
    }
  }
  return complete;
}
