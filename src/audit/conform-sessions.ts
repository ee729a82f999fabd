import type { GraphProperty } from "../check/graph-property.ts";
import { type Expectations, refuseOptions, replyCalls } from "../check/refuse-options.ts";
import { type Graph, handoffsOf } from "../graph/graph.ts";
import { refuseNoGraph } from "../graph/refuse-no-graph.ts";
import type { Entry } from "../journal/entry.ts";
import { type Conformance, checkConformance } from "./check-conformance.ts";
import { checkJournal, type JournalResult } from "./check-journal.ts";

/** Whether recorded sessions are paths of the model of their graph, and what properties say about them. */
export interface ConformanceReport {
  readonly graph: string;
  /** Whether every session conforms, and none violates a property; if it is strict, also whether nothing was dropped. */
  readonly verdict: "holds" | "violated";
  /** Whether an entry that the machine dropped is a violation. */
  readonly strict: boolean;
  readonly entries: number;
  /** How many entries the machine dropped, of all sessions. */
  readonly dropped: number;
  readonly sessions: readonly SessionConformance[];
  readonly coverage: Coverage;
}

/** One session: its path in the model, and each property. */
export interface SessionConformance extends Conformance {
  readonly session: string;
  readonly entries: number;
  readonly results: readonly JournalResult[];
}

/** Which handoffs the sessions took together: `from → to`. */
export interface Coverage {
  readonly taken: Readonly<Record<string, number>>;
  readonly never: readonly string[];
}

/** What sessions are judged by. */
export interface ConformOptions {
  readonly properties: readonly GraphProperty[];
  /** How many calls one reply may have; unless given, 2. */
  readonly parallelCalls?: number;
  /**
   * Whether the machine may have dropped nothing. A result or a decision that comes too late is dropped in sessions that are
   * in order, too; one that is missing in a journal has everything dropped that depends on it.
   */
  readonly strict?: boolean;
}

const conformOptions = {
  properties: { expected: "a list of properties", fits: Array.isArray },
  parallelCalls: replyCalls,
  strict: { expected: "true or false", fits: (value) => typeof value === "boolean" },
} as const satisfies Expectations;

/**
 * Judges the sessions of a journal, each by itself, and adds up which handoffs they took.
 *
 * @throws {UsageError} `bad_option` for an option that is none, and as `checkConformance` and `checkJournal` do.
 */
export async function conformSessions(
  graph: Graph,
  entries: readonly Entry[],
  options: ConformOptions,
): Promise<ConformanceReport> {
  refuseNoGraph(graph);
  refuseOptions("conformSessions", options, conformOptions);
  const { properties, parallelCalls, strict = false } = options;
  const sessions: SessionConformance[] = [];
  for (const [session, own] of Map.groupBy(entries, (entry) => entry.session)) {
    const conformance = await checkConformance(graph, own, parallelCalls === undefined ? {} : { parallelCalls });
    const { results } = await checkJournal(graph, own, properties);
    sessions.push({ session, entries: own.length, ...conformance, results });
  }
  const dropped = sessions.reduce((sum, session) => sum + session.dropped.length, 0);
  const isClean = sessions.every(
    ({ conforms, results }) => conforms && results.every(({ verdict }) => verdict !== "violated"),
  );
  return {
    graph: graph.id,
    verdict: isClean && !(strict && dropped > 0) ? "holds" : "violated",
    strict,
    entries: entries.length,
    dropped,
    sessions,
    coverage: coverageOf(graph, sessions),
  };
}

function coverageOf(graph: Graph, sessions: readonly SessionConformance[]): Coverage {
  const declared = handoffsOf(graph).map(({ from, to }) => `${from} → ${to}`);
  const times = (edge: string): number => sessions.reduce((sum, { taken }) => sum + (taken[edge] ?? 0), 0);
  const counted = declared.map((edge) => [edge, times(edge)] as const);
  return {
    taken: Object.fromEntries(counted.filter(([, count]) => count > 0)),
    never: counted.flatMap(([edge, count]) => (count === 0 ? [edge] : [])),
  };
}
