import { type Analysis, type Edge, type EventTest, edgesOf, eventTest, firstEdge, markCommands } from "./analysis.ts";
import { edgesEvidence } from "./evidence.ts";
import { type Judgement, proven } from "./judgement.ts";
import { hit, searchLevels } from "./level-search.ts";
import type { Event, Periods, Property } from "./property.ts";
import type { Evidence } from "./result.ts";

/** Judges "in no period does the event occur before the required one". */
export function checkBefore(analysis: Analysis, property: Extract<Property, { kind: "before" }>): Judgement {
  const required = eventTest(analysis, property.required);
  const { event, reset, until } = countedBy(analysis, property);
  const found = searchLevels(analysis, {
    // 1 while the required event is still missing, which is the worse.
    start: 1,
    matters: markCommands(analysis, [property.required, property.event, property.reset, property.until]),
    advance(level, state, command) {
      const missing = reset(state, command) ? 1 : level;
      if (missing === 1 && event(state, command)) return hit;
      return until(state, command) ? 1 : required(state, command) ? 0 : missing;
    },
  });
  if (typeof found === "string") return { verdict: "unknown" };
  if (found !== null) {
    const evidence = edgesEvidence(analysis, found);
    return { verdict: "violated", evidence: { ...evidence, marks: [found.length - 1] } };
  }
  return proven(analysis, firstEdge(analysis, event) === null ? "vacuous" : "holds");
}

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

/** Judges "at most so many occurrences in a period". */
export function checkAtMost(analysis: Analysis, property: Extract<Property, { kind: "atMost" }>): Judgement {
  const counted = countedBy(analysis, property);
  const evidence = shortestWithMore(analysis, property.count, counted);
  if (evidence === "unknown") return { verdict: "unknown" };
  if (evidence !== null) return { verdict: "violated", evidence };
  return proven(analysis, firstEdge(analysis, counted.event) === null ? "vacuous" : "holds");
}

/** A shortest run with more than so many occurrences in a period, which are marked. */
export function shortestWithMore(analysis: Analysis, most: number, counted: Counted): Evidence | "unknown" | null {
  const { event, reset, until, matters } = counted;
  const found = searchLevels(analysis, {
    start: 0,
    matters,
    advance(level, state, command) {
      const count = (reset(state, command) ? 0 : level) + (event(state, command) ? 1 : 0);
      return count > most ? hit : until(state, command) ? 0 : count;
    },
  });
  if (typeof found === "string") return "unknown";
  return found === null ? null : lastPeriodEvidence(analysis, found, counted);
}

function lastPeriodEvidence(analysis: Analysis, edges: readonly Edge[], { event, reset, until }: Counted): Evidence {
  const { commands } = edgesOf(analysis);
  const commandAt = ({ edge }: Edge): number => commands[edge] ?? 0;
  const begun = edges.findLastIndex((edge) => reset(edge.state, commandAt(edge)));
  const ended = edges.slice(0, -1).findLastIndex((edge) => until(edge.state, commandAt(edge)));
  const begin = Math.max(begun, ended + 1);
  const marks = edges.flatMap((edge, position) =>
    position >= begin && event(edge.state, commandAt(edge)) ? [position] : [],
  );
  return { ...edgesEvidence(analysis, edges), marks };
}
