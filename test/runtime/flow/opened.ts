import {
  createRuntime,
  type Graph,
  type GraphShape,
  type Journal,
  type MachineEvent,
  memoryJournal,
  replaySteps,
  type Session,
  type Update,
} from "handoff-machine";
import { type ManualClock, manualClock, type Script, type ScriptedModel, scriptedModel } from "handoff-machine/testing";

/** A session of a graph whose model follows a script, with everything at hand that a test may ask. */
export interface Opened<Shape extends GraphShape> {
  readonly graph: Graph<Shape>;
  readonly session: Session<Shape>;
  readonly model: ScriptedModel;
  readonly clock: ManualClock;
  readonly journal: Journal;
}

/** What a session is opened with. */
export interface OpenOptions {
  readonly journal?: Journal;
  readonly clock?: ManualClock;
}

/** Opens session `s` of a graph at the time 1,000; with a journal given, as that has it. */
export async function opened<Shape extends GraphShape>(
  graph: Graph<Shape>,
  script: Script = [],
  { journal = memoryJournal(), clock = manualClock({ now: 1_000 }) }: OpenOptions = {},
): Promise<Opened<Shape>> {
  const model = scriptedModel(script);
  const ids = { session: () => "s", jitter: () => 0.5 };
  const session = await createRuntime(graph, { model, journal, clock, ids }).open("s");
  return { graph, session, model, clock, journal };
}

/** The updates of one type. */
export function only<Type extends Update["type"]>(
  updates: readonly Update[],
  type: Type,
): readonly Extract<Update, { type: Type }>[] {
  return updates.filter((update): update is Extract<Update, { type: Type }> => update.type === type);
}

/** The ways that the conversation went: `triage → billing (handoff)`. */
export function ways(updates: readonly Update[]): readonly string[] {
  return only(updates, "handoff.made").map(({ from, to, by }) => `${from} → ${to} (${by})`);
}

/** Who was asked, in order. */
export function asked({ requests }: ScriptedModel): readonly string[] {
  return requests.map(({ agent }) => agent);
}

/** The names of the tools that were offered when the model was asked that time, from 0. */
export function offered({ requests }: ScriptedModel, index: number): readonly string[] {
  return requests[index]?.tools.map(({ name }) => name) ?? [];
}

/** The facts of a session, as its journal has them. */
export async function factsOf({
  graph,
  journal,
}: Pick<Opened<GraphShape>, "graph" | "journal">): Promise<MachineEvent[]> {
  const facts: MachineEvent[] = [];
  for await (const { event } of replaySteps(graph, journal.read("s"))) {
    if (event.type !== "session.opened") facts.push(event);
  }
  return facts;
}
