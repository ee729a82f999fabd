import { InternalError } from "../../errors.ts";
import { type Analysis, type Edge, edgesOf, eventTest, firstEdge, markCommands } from "./analysis.ts";
import type { Limit } from "./budget.ts";
import { type Counted, countedBy } from "./counted.ts";
import { edgesEvidence } from "./evidence.ts";
import { type Judgement, proven } from "./judgement.ts";
import { hit, searchLevels } from "./level-search.ts";
import { occursWhileMissing } from "./missing-search.ts";
import type { Event, Property } from "./property.ts";
import type { Evidence } from "./result.ts";

/** Judges "in no period does the event occur before the required one". */
export function checkBefore(analysis: Analysis, property: Extract<Property, { kind: "before" }>): Judgement {
  const counted = countedBy(analysis, property);
  const occurs = occursWhileMissing(analysis, counted, property.required);
  if (typeof occurs === "string") return { verdict: "unknown" };
  if (!occurs) return proven(analysis, firstEdge(analysis, counted.event) === null ? "vacuous" : "holds");
  const found = shortestWhileMissing(analysis, counted, property.required);
  if (typeof found === "string") return { verdict: "unknown" };
  const evidence = edgesEvidence(analysis, found);
  return { verdict: "violated", evidence: { ...evidence, marks: [found.length - 1] } };
}

function shortestWhileMissing(
  analysis: Analysis,
  { event, reset, until, matters }: Counted,
  requirement: Event,
): readonly Edge[] | Limit {
  const required = eventTest(analysis, requirement);
  const requires = markCommands(analysis, [requirement]);
  const found = searchLevels(analysis, {
    // 1 while the required event is still missing, which is the worse.
    start: 1,
    matters: matters.map((counts, command) => counts | (requires[command] ?? 0)),
    advance(level, state, command) {
      const missing = reset(state, command) ? 1 : level;
      if (missing === 1 && event(state, command)) return hit;
      return until(state, command) ? 1 : required(state, command) ? 0 : missing;
    },
  });
  if (found === null) throw new InternalError("What occurs while something is missing was not found again.");
  return found;
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
