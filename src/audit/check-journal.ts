import type { Verdict } from "../check/engine/result.ts";
import type { GraphProperty } from "../check/graph-property.ts";
import { refuseMistakenProperties } from "../check/validate-property.ts";
import { UsageError } from "../errors.ts";
import type { Graph, GraphShape } from "../graph/graph.ts";
import type { Entry } from "../journal/entry.ts";
import { replaySteps } from "../journal/replay.ts";
import { compileGraph } from "../machine/compile-graph.ts";
import type { MachineEvent } from "../machine/event.ts";
import { createStepper } from "../machine/step.ts";
import { moveOfStep, type RealStep } from "./move-of-step.ts";
import { type PropertyMonitor, propertyMonitor } from "./property-monitor.ts";

/** What properties say about one conversation. */
export interface JournalReport {
  readonly session: string;
  /** How many entries the journal has. */
  readonly entries: number;
  /** `violated` when some property is; `holds` otherwise. */
  readonly verdict: "holds" | "violated";
  readonly results: readonly JournalResult[];
}

/** What one property says about a conversation. */
export interface JournalResult {
  readonly name: string;
  readonly kind: GraphProperty["kind"];
  /**
   * `vacuous`: what it speaks of did not happen. `unknown`: one conversation cannot tell, as the property speaks of all
   * that could happen; also where something that shall be reachable did not happen.
   */
  readonly verdict: Verdict;
  /** The entries at which it is violated, by position. */
  readonly violations: readonly number[];
  /** Of `worst`: how often it happened in a period, at most. */
  readonly most: number | null;
}

/**
 * Asks of a recorded conversation what {@link checkGraph} asks of all that are possible: the same properties, read on the
 * journal's steps. It needs no finite variables, and calls no model and no tool.
 *
 * @throws {GraphMismatchError} when the journal was written under another routing graph.
 * @throws {UsageError} `bad_journal` when entries are missing; `bad_option` when a property speaks of what the graph does
 *   not have.
 * @example
 * ```ts
 * import { checkJournal, createRuntime, defineGraph, fromNdjson, propertiesOf } from "handoff-machine";
 * import { handOff, scriptedModel } from "handoff-machine/testing";
 *
 * const graph = defineGraph({
 *   id: "pair",
 *   start: "one",
 *   agents: {
 *     one: { description: "First.", instructions: "Hand off.", handoffs: { two: {} } },
 *     two: { description: "Second.", instructions: "Answer." },
 *   },
 * });
 * const session = await createRuntime(graph, { model: scriptedModel([handOff("two"), "Done."]) }).open();
 * await session.send("Go").ended;
 *
 * const { never } = propertiesOf(graph);
 * const report = await checkJournal(graph, fromNdjson(await session.export()), [never("two is left alone", { enters: "two" })]);
 * report.results[0]?.violations; // => [3]
 * ```
 */
export async function checkJournal<Shape extends GraphShape>(
  graph: Graph<Shape>,
  entries: Iterable<Entry> | AsyncIterable<Entry>,
  properties: readonly GraphProperty<Shape>[],
): Promise<JournalReport> {
  const followers = followersOf(graph, properties);
  let session = "";
  let count = 0;
  for await (const { position, event, before, after, ...entry } of replaySteps<GraphShape>(graph, entries)) {
    session = entry.session;
    count = position + 1;
    if (event.type !== "session.opened") followers.take({ before, event, after }, position);
  }
  return { session, entries: count, ...followers.report() };
}

/** What properties say about a conversation that the compiled machine was driven through. */
export type EventsReport = Pick<JournalReport, "verdict" | "results">;

/**
 * Drives the compiled machine by events and asks what {@link checkJournal} asks of a journal: for conversations that a
 * check has found, which can so be kept as tests. What the machine drops does not happen.
 *
 * @throws {GraphError} when the graph has errors.
 * @throws {UsageError} `bad_option` when a property speaks of what the graph does not have; `bad_event` when the events are
 *   no list, or one is none.
 * @example
 * ```ts
 * import { checkEvents, defineGraph, propertiesOf } from "handoff-machine";
 *
 * const graph = defineGraph({ id: "one", start: "clerk", agents: { clerk: { instructions: "Answer." } } });
 * const { never } = propertiesOf(graph);
 * const silent = never("nobody speaks", { says: true });
 * checkEvents(graph, [{ type: "user.message", text: "Hi", at: 1 }], [silent]).results[0]?.violations; // => [0]
 * ```
 */
export function checkEvents<Shape extends GraphShape>(
  graph: Graph<Shape>,
  events: readonly MachineEvent[],
  properties: readonly GraphProperty<Shape>[],
): EventsReport {
  const followers = followersOf(graph, properties);
  if (!Array.isArray(events)) {
    throw new UsageError("bad_event", {
      message: "The events must be a list.",
      hint: "Pass those of a result of checkGraph, or of replayTrace.",
    });
  }
  const stepper = createStepper<GraphShape>(compileGraph(graph as unknown as Graph)); // its names are not needed here
  let before = stepper.initial;
  for (const [position, event] of events.entries()) {
    const after = stepper.step(before, event).snapshot;
    followers.take({ before, event, after }, position);
    before = after;
  }
  return followers.report();
}

/** The monitors of some properties, and what they have seen. */
interface Followers {
  take(step: RealStep, position: number): void;
  report(): EventsReport;
}

function followersOf<Shape extends GraphShape>(
  graph: Graph<Shape>,
  properties: readonly GraphProperty<Shape>[],
): Followers {
  const asked = properties as unknown as readonly GraphProperty[]; // the names of the graph are checked here
  refuseMistakenProperties(graph, asked);
  const followed = asked.map((property) => ({ property, monitor: propertyMonitor(property), seen: new Seen() }));
  return {
    take(step, position) {
      const move = moveOfStep(graph, step);
      if (move === null) return;
      for (const { monitor, seen } of followed) seen.add(monitor?.take(step, move), position);
    },
    report() {
      const results = followed.map(({ property, monitor, seen }) => resultOf(property, monitor, seen));
      return { verdict: results.some(({ verdict }) => verdict === "violated") ? "violated" : "holds", results };
    },
  };
}

/** What a monitor has remarked. */
class Seen {
  readonly violations: number[] = [];
  isConcerned = false;

  add(remark: ReturnType<PropertyMonitor["take"]> | undefined, position: number): void {
    if (remark === "broken") this.violations.push(position);
    if (remark === "concerned") this.isConcerned = true;
  }
}

function resultOf({ name, kind }: GraphProperty, monitor: PropertyMonitor | null, seen: Seen): JournalResult {
  const { violations, isConcerned } = seen;
  const most = kind === "worst" && monitor !== null ? monitor.most : null;
  return { name, kind, verdict: verdictOf(), violations, most };

  function verdictOf(): Verdict {
    if (violations.length > 0) return "violated";
    switch (kind) {
      case "always":
      case "never":
      case "onlyVia":
      case "atMost":
      case "worst":
        return "holds";
      case "at":
      case "before":
        return isConcerned ? "holds" : "vacuous";
      default:
        return isConcerned ? "holds" : "unknown";
    }
  }
}
