import type { Graph } from "../graph/graph.ts";
import { activeAgentOf, stateName } from "../machine/state.ts";
import type { SessionSnapshot } from "../machine/step.ts";
import { agentPlace, endPlace } from "./drawn-place.ts";
import { edgeIds, nodeId, startId } from "./edge-id.ts";
import { edgesOf } from "./edge-of-row.ts";
import { edgeOfStep, type MetEvent } from "./edge-of-step.ts";
import type { Mark, Overlay, Tone } from "./overlay.ts";
import { pictureOf } from "./picture-of.ts";
import { rowIds, stateText } from "./table-row.ts";

/** One step of a session: an event, and where it led. */
export interface SteppedEvent extends MetEvent {
  readonly after: SessionSnapshot;
}

/** Shows the way of one session: what it took and how often, what happened last, where it is now, what was refused. */
export function overlayOfSteps(graph: Graph, steps: readonly SteppedEvent[], title: string): Overlay {
  const { taken, refused } = countWays(graph, steps);
  const last = steps.at(-1);
  const lastWay = last === undefined ? null : edgeOfStep(graph, last);
  const here = new Set(last === undefined ? ["state:opened"] : placesOf(last.after));
  const justNow = new Set([lastWay?.row, lastWay?.edge].flatMap((id) => id ?? []));
  const toneOf = (id: string): Tone => {
    if (here.has(id)) return "active";
    if (justNow.has(id)) return "last";
    return taken.has(id) ? "visited" : "refused";
  };
  const ids = [...new Set([...taken.keys(), ...refused.keys(), ...here])];
  return { title, marks: new Map(ids.map((id) => [id, markFor(id, { taken, refused, tone: toneOf(id) })])) };
}

/** Shows what many sessions took and how often, and what none of them did. */
export function overlayOfSessions(
  graph: Graph,
  sessions: readonly (readonly SteppedEvent[])[],
  title: string,
): Overlay {
  const ways = sessions.map((steps) => countWays(graph, steps));
  const taken = sum(ways.map((way) => way.taken));
  const refused = sum(ways.map((way) => way.refused));
  const nodes = (["agents", "states"] as const).flatMap((level) =>
    pictureOf(graph, { level, unfolded: "all" }).nodes.flatMap(({ id, kind }) => (isPassed(kind) ? [id] : [])),
  );
  const ids = [...new Set([...nodes, startId, ...edgeIds(graph), ...rowIds(graph)])];
  const toneOf = (id: string): Tone => (taken.has(id) ? "visited" : refused.has(id) ? "refused" : "never");
  return { title, marks: new Map(ids.map((id) => [id, markFor(id, { taken, refused, tone: toneOf(id) })])) };
}

/** What stands for others, or for nobody, is not come to. */
function isPassed(kind: string): boolean {
  return !["mesh", "anyAgent", "unknown", "user", "start"].includes(kind);
}

type Counts = ReadonlyMap<string, number>;

interface Ways {
  readonly taken: Counts;
  readonly refused: Counts;
}

function markFor(id: string, { taken, refused, tone }: Ways & { readonly tone: Tone }): Mark {
  const [times, vain] = [taken.get(id) ?? 0, refused.get(id) ?? 0];
  if (tone === "refused") return { tone, count: vain };
  return {
    tone,
    ...(times > 0 ? { count: times } : {}),
    ...(vain > 0 ? { note: `refused ${vain}×` } : {}),
  };
}

/** Counts how often each row, edge and node was come to, and each edge asked for in vain. */
function countWays(graph: Graph, steps: readonly SteppedEvent[]): Ways {
  const [taken, refused] = [new Map<string, number>(), new Map<string, number>()];
  if (steps.length > 0) add(taken, "state:opened");
  for (const step of steps) {
    const way = edgeOfStep(graph, step);
    for (const id of [way.row, way.edge]) if (id !== null) add(taken, id);
    if (way.refused !== null) add(refused, way.refused);
    for (const id of entered(graph, step, way.edge)) add(taken, id);
  }
  return { taken, refused };
}

/** The nodes that a step came to: a state wherever it is another one, an agent when it gets the conversation. */
function entered(graph: Graph, { before, after }: SteppedEvent, edge: string | null): readonly string[] {
  if (before === after) return [];
  const [was, is] = [new Set(placesOf(before)), placesOf(after)];
  const places = is.filter((id) => !was.has(id));
  const isForUser = edgesOf(graph).some(({ id, edge: { to } }) => id === edge && to.kind === "user");
  return isForUser ? [...places, "user"] : places;
}

/** The nodes of both levels that a session is at. */
function placesOf({ value, context }: SessionSnapshot): readonly string[] {
  const state = stateName(value);
  const agent = activeAgentOf(value);
  const isOver = state === "completed" || state === "cancelled";
  return [
    `state:${stateText(state)}`,
    ...(agent === null ? [] : [nodeId(agentPlace(agent))]),
    ...(isOver && context.outcome !== null ? [nodeId(endPlace(context.outcome))] : []),
  ];
}

function add(counts: Map<string, number>, id: string): void {
  counts.set(id, (counts.get(id) ?? 0) + 1);
}

function sum(all: readonly Counts[]): Counts {
  const total = new Map<string, number>();
  for (const counts of all) for (const [id, count] of counts) total.set(id, (total.get(id) ?? 0) + count);
  return total;
}
