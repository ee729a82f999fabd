import { type Analysis, type EventTest, eventTest, markCommands } from "./analysis.ts";
import type { Event, Periods } from "./property.ts";

/** An event and the periods in which it is counted. */
export interface Counted {
  readonly event: EventTest;
  readonly reset: EventTest;
  readonly until: EventTest;
  /** By command: 0 for those that are in none. */
  readonly matters: Uint8Array;
}

/** Makes tests of an event and of where its periods begin and end. */
export function countedBy(analysis: Analysis, { event, reset, until }: Periods & { readonly event: Event }): Counted {
  const test = (one: Event | undefined): EventTest => eventTest(analysis, one);
  const matters = markCommands(analysis, [event, reset, until]);
  return { event: test(event), reset: test(reset), until: test(until), matters };
}
