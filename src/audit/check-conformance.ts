import { type Abstraction, deriveModel } from "../check/abstract/derive-model.ts";
import { holdsIn, type Read, termIn } from "../check/abstract/evaluate.ts";
import { placeField } from "../check/abstract/layout.ts";
import { stateOf } from "../check/abstract/state-of.ts";
import type { Command } from "../check/engine/model.ts";
import type { Graph, GraphShape } from "../graph/graph.ts";
import type { Entry } from "../journal/entry.ts";
import { replaySteps } from "../journal/replay.ts";
import type { SessionSnapshot } from "../machine/step.ts";

/** Whether a journal is a path of the model that properties are checked on. */
export interface Conformance {
  readonly conforms: boolean;
  /** How many entries were followed: all, or those before the first that is no step of the model. */
  readonly followed: number;
  /** Where the journal leaves the model. */
  readonly mismatch: Mismatch | null;
  /** The handoffs that were taken, and how often; those that were never taken are not in it. */
  readonly taken: Readonly<Record<string, number>>;
}

/** An entry that is no step of the model. */
export interface Mismatch {
  readonly position: number;
  readonly event: string;
  /** What the model has there instead. */
  readonly possible: readonly string[];
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
  { parallelCalls = 2 }: { readonly parallelCalls?: number } = {},
): Promise<Conformance> {
  const monitor = createMonitor(graph, { parallelCalls });
  const taken: Record<string, number> = {};
  let followed = 0;
  for await (const { position, event, before, after } of replaySteps<GraphShape>(graph, entries)) {
    const possible = event.type === "session.opened" ? null : monitor(before, after);
    if (possible !== null)
      return { conforms: false, followed, mismatch: { position, event: event.type, possible }, taken };
    followed++;
    const edge = edgeTaken(before, after, event.type);
    if (edge !== null) taken[edge] = (taken[edge] ?? 0) + 1;
  }
  return { conforms: true, followed, mismatch: null, taken };
}

/**
 * Makes a monitor of a graph: it tells of each step of a session whether it is one of the model (`null`), or what the
 * model has there instead. For observers that watch a running session.
 */
export function createMonitor<Shape extends GraphShape>(
  graph: Graph<Shape>,
  { parallelCalls = 2 }: { readonly parallelCalls?: number } = {},
): (before: SessionSnapshot, after: SessionSnapshot) => readonly string[] | null {
  const abstraction = modelOf(graph, parallelCalls);
  const commandsAt = commandsByPlace(abstraction);
  const { model } = abstraction;
  const index = new Map(model.fields.map(({ name }, place) => [name, place]));
  return (before, after) => {
    const [from, to] = [stateOf(abstraction, before), stateOf(abstraction, after)];
    if (from !== null && to !== null && from.join() === to.join()) return null;
    if (from === null) return [];
    const read: Read = (field) => from[index.get(field) ?? -1] ?? 0;
    const enabled = commandsAt(read(placeField)).filter(({ guard }) => holdsIn(guard, read));
    const leadsThere = ({ updates }: Command): boolean => {
      const next = [...from];
      for (const { field, value } of updates) next[index.get(field) ?? -1] = termIn(value, read);
      return to !== null && next.join() === to.join();
    };
    return enabled.some(leadsThere) ? null : [...new Set(enabled.map(({ name }) => name))];
  };
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

function commandsByPlace({ model, layout }: Abstraction): (place: number) => readonly Command[] {
  const byPlace = layout.places.map((): Command[] => []);
  for (const command of model.commands) {
    const place = placeOfCommand(command);
    if (place === null) for (const list of byPlace) list.push(command);
    else byPlace[place]?.push(command);
  }
  return (place) => byPlace[place] ?? [];
}

/** Every command names its place at the top of its guard. */
function placeOfCommand({ guard }: Command): number | null {
  const parts = guard.kind === "and" ? guard.parts : [guard];
  for (const part of parts) {
    if (part.kind !== "equal" || part.left.kind !== "field" || part.left.field !== placeField) continue;
    if (part.right.kind === "constant") return part.right.value;
  }
  return null;
}

function edgeTaken(before: SessionSnapshot, after: SessionSnapshot, event: string): string | null {
  if (!event.startsWith("handoff.") || after.context.received === before.context.received) return null;
  const { received } = after.context;
  return received === null ? null : `${received.from} → ${event.slice("handoff.".length)}`;
}
