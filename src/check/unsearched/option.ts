import { durationLabel } from "../../graph/duration-label.ts";
import type { Difference } from "./difference.ts";
import { type Described, widenedSchema } from "./widened-schema.ts";

/*
 * The options of a definition that no search follows: whatever they say, the model takes both ways, so that what a change
 * of them admits hides in what the old model has anyway. So they are compared as they are written. Each option says how it
 * is called, and in which direction it loosens; where that cannot be told, it is told.
 */

/** An option of some part of the definition. */
export interface Option<Part> {
  /** What a sentence about it begins with: `the approval of issueRefund`. */
  readonly subject: (whose: string) => string;
  /** What is different, where something may be possible by it that was not; `null` for what can only restrict. */
  readonly loosened: (now: Part, before: Part) => Difference | null;
}

/** A part of the definition that both graphs have. */
export interface Kept<Part> {
  readonly whose: string;
  readonly now: Part;
  readonly before: Part;
}

/** A sentence for each option that is looser. */
export function changesOf<Part>(
  options: readonly Option<Part>[],
  { whose, now, before }: Kept<Part>,
): readonly string[] {
  return options.flatMap(({ subject, loosened }) => {
    const difference = loosened(now, before);
    if (difference === null) return [];
    const place = difference.at === undefined ? "" : `${difference.at} in `;
    return [`${place}${subject(whose)} is ${difference.now}; it was ${difference.before}`];
  });
}

/** An option that is shown as a whole. */
export function option<Part>(
  subject: (whose: string) => string,
  loosens: (now: Part, before: Part) => boolean,
  shown: (part: Part) => string,
): Option<Part> {
  return {
    subject,
    loosened: (now, before) => (loosens(now, before) ? { now: shown(now), before: shown(before) } : null),
  };
}

/** A schema, of which it is told where it lets through more. */
export function schemaOption<Part>(name: string, schemaOf: (part: Part) => Described): Option<Part> {
  return {
    subject: (whose) => `the ${name} of ${whose}`,
    loosened: (now, before) => widenedSchema(schemaOf(now), schemaOf(before)),
  };
}

/** A time after which something is over: when it is longer, or there is none any more, things can happen later. */
export function durationOption<Part>(name: string, read: (part: Part) => number | null): Option<Part> {
  return option(
    (whose) => `the ${name} ${whose}`,
    (now, before) => {
      const [present, past] = [read(now), read(before)];
      return past !== null && (present === null || present > past);
    },
    (part) => {
      const time = read(part);
      return time === null ? "without end" : durationLabel(time);
    },
  );
}
