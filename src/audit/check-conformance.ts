import { commandsByPlace } from "../check/abstract/commands-by-place.ts";
import { type Abstraction, deriveModel } from "../check/abstract/derive-model.ts";
import { holdsIn, type Read, termIn } from "../check/abstract/evaluate.ts";
import { placeField } from "../check/abstract/layout.ts";
import { stateOf } from "../check/abstract/state-of.ts";
import { refuseOptions, replyCalls } from "../check/refuse-options.ts";
import type { Graph, GraphShape } from "../graph/graph.ts";
import { refuseNoGraph } from "../graph/refuse-no-graph.ts";
import type { Entry } from "../journal/entry.ts";
import { replaySteps } from "../journal/replay.ts";
import type { SessionSnapshot } from "../machine/step.ts";
import type { RealStep } from "./move-of-step.ts";

/** Whether a journal is a path of the model that properties are checked on. */
export interface Conformance {
  readonly conforms: boolean;
  /** How many entries were followed: all, or those before the first that is no step of the model. */
  readonly followed: number;
  /**
   * The entries that the machine dropped, by position: a result or a decision that came too late. They change nothing, and
   * no model is left by them; a journal of which much is dropped was not written by this machine.
   */
  readonly dropped: readonly number[];
  /** Where the journal leaves the model. */
  readonly mismatch: Mismatch | null;
  /** The handoffs that were taken, and how often; those that were never taken are not in it. */
  readonly taken: Readonly<Record<string, number>>;
}

/** An entry that is no step of the model. */
export interface Mismatch {
  readonly position: number;
  readonly event: string;
  /** What the model has there instead, the nearest first: what is of the same type as the event. */
  readonly possible: readonly string[];
  /** Why the model does not have it, where that is known: more calls in a reply than it looks at, a remembered decision. */
  readonly reason: string | null;
}

/**
 * Follows a journal on the model of its graph: each entry must be a step of it, so that what was proven of the model was
 * true of this conversation. Replies with more calls than `parallelCalls` (left out: 2) are not in the model.
 *
 * @throws {GraphMismatchError} when the journal was written under another routing graph.
 * @throws {UsageError} `bad_journal` when entries are missing; `bad_definition` when a variable cannot be made finite.
 */
export async function checkConformance<Shape extends GraphShape>(
  graph: Graph<Shape>,
  entries: Iterable<Entry> | AsyncIterable<Entry>,
  options: { readonly parallelCalls?: number } = {},
): Promise<Conformance> {
  const monitor = createMonitor(graph, options);
  const { parallelCalls = 2 } = options;
  const taken: Record<string, number> = {};
  const dropped: number[] = [];
  let followed = 0;
  for await (const { position, event, before, after } of replaySteps<GraphShape>(graph, entries)) {
    followed++;
    if (event.type === "session.opened") continue;
    const step = { before, event, after };
    const possible = monitor(step);
    if (possible !== null) {
      const mismatch = { position, event: event.type, possible, reason: leftOut(step, parallelCalls) };
      return { conforms: false, followed: followed - 1, dropped, mismatch, taken };
    }
    if (after === before) dropped.push(position);
    const edge = edgeTaken(before, after, event.type);
    if (edge !== null) taken[edge] = (taken[edge] ?? 0) + 1;
  }
  return { conforms: true, followed, dropped, mismatch: null, taken };
}

/**
 * Makes a monitor of a graph: it tells of each step of a session whether it is one of the model (`null`), or what the
 * model has there instead, the nearest first. For whoever steps or watches a running session.
 */
export function createMonitor<Shape extends GraphShape>(
  graph: Graph<Shape>,
  options: { readonly parallelCalls?: number } = {},
): (step: RealStep) => readonly string[] | null {
  refuseNoGraph(graph);
  refuseOptions("createMonitor", options, { parallelCalls: replyCalls });
  const { parallelCalls = 2 } = options;
  const abstraction = modelOf(graph, parallelCalls);
  const commandsAt = commandsByPlace(abstraction);
  const { model, moves } = abstraction;
  const index = new Map(model.fields.map(({ name }, place) => [name, place]));
  return ({ before, event, after }) => {
    const [from, to] = [stateOf(abstraction, before), stateOf(abstraction, after)];
    if (from !== null && to !== null && from.join() === to.join()) return null;
    if (from === null) return [];
    const read: Read = (field) => from[index.get(field) ?? -1] ?? 0;
    const enabled = commandsAt(read(placeField)).flatMap((number) => {
      const command = model.commands[number];
      return command !== undefined && holdsIn(command.guard, read) ? [{ ...command, move: moves[number] }] : [];
    });
    const leadsThere = ({ updates }: (typeof enabled)[number]): boolean => {
      const next = [...from];
      for (const { field, value } of updates) next[index.get(field) ?? -1] = termIn(value, read);
      return to !== null && next.join() === to.join();
    };
    if (enabled.some(leadsThere)) return null;
    const isNear = ({ move }: (typeof enabled)[number]): boolean => move?.event === event.type;
    const nearestFirst = [...enabled.filter(isNear), ...enabled.filter((one) => !isNear(one))];
    return [...new Set(nearestFirst.map(({ name }) => name))];
  };
}

/** What real sessions do and the model leaves out. */
function leftOut({ before, event }: RealStep, parallelCalls: number): string | null {
  if (event.type === "model.replied" && event.calls.length > parallelCalls) {
    return `the reply has ${event.calls.length} calls, and the model has replies of up to ${parallelCalls}`;
  }
  const remembers = Object.keys(before.context.decisions).length > 0;
  return remembers ? "a person has decided for later calls too, which the model does not remember" : null;
}

/** The model of a graph, kept: many sessions are followed on the same one. */
function modelOf(graph: Graph, parallelCalls: number): Abstraction {
  const known = modelsByGraph.get(graph)?.get(parallelCalls);
  if (known !== undefined) return known;
  const derived = deriveModel(graph, { parallelCalls, interventions: true });
  const models = modelsByGraph.get(graph) ?? new Map<number, Abstraction>();
  modelsByGraph.set(graph, models.set(parallelCalls, derived));
  return derived;
}

const modelsByGraph = new WeakMap<Graph, Map<number, Abstraction>>();

function edgeTaken(before: SessionSnapshot, after: SessionSnapshot, event: string): string | null {
  if (!event.startsWith("handoff.") || after.context.received === before.context.received) return null;
  const { received } = after.context;
  return received === null ? null : `${received.from} → ${event.slice("handoff.".length)}`;
}
