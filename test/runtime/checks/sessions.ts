import {
  createRuntime,
  type Graph,
  type GraphShape,
  type MachineEvent,
  type ModelClient,
  ModelError,
  memoryJournal,
  type RuntimeOptions,
  replay,
  type Session,
  type SessionOpened,
  type Update,
} from "handoff-machine";
import { manualClock, type RecordedRequest, type Script, scriptedModel } from "handoff-machine/testing";
import { expect } from "vitest";

/** A session of any graph whose model follows a script, with all that happens at hand. */
export async function openSession<Shape extends GraphShape>(
  graph: Graph<Shape>,
  script: Script | ModelClient,
  options: Partial<RuntimeOptions<Shape["agent"]>> & { readonly name?: string } = {},
) {
  const { name = "s", ...ports } = options;
  const scripted = "generate" in script ? null : scriptedModel(script);
  const model: ModelClient = scripted ?? (script as ModelClient);
  const clock = manualClock({ now: 1_000 });
  const journal = options.journal ?? memoryJournal();
  const updates: Update[] = [];
  const watchers: { readonly wanted: (update: Update) => boolean; readonly found: () => void }[] = [];
  const onUpdate = (_session: string, update: Update): void => {
    updates.push(update);
    for (const { wanted, found } of watchers) if (wanted(update)) found();
  };
  const ids = { session: () => name, jitter: () => 0.5 };
  const all = { model, clock, ids, observers: [{ onUpdate }], ...ports, journal };
  const runtime = createRuntime(graph, all as RuntimeOptions<Shape["agent"]>);
  const session = await runtime.open(name);
  return {
    graph,
    session,
    runtime,
    journal,
    clock,
    updates,
    requests: scripted?.requests ?? [],
    /** Resolves at the next update of this type. */
    next: (type: Update["type"]) =>
      new Promise<void>((found) => watchers.push({ wanted: (update) => update.type === type, found })),
    /** The events in the journal. */
    events: async () => (await Array.fromAsync(journal.read(name))).map(({ event }) => event),
    /** Replaying the journal gives what the session has. */
    replays: async () => {
      const { snapshot, position } = await replay(graph, journal.read(name));
      expect(JSON.stringify(snapshot.context)).toBe(JSON.stringify(session.snapshot.context));
      expect(snapshot.value).toEqual(session.snapshot.value);
      expect(position).toBe(session.state.position);
    },
  };
}

/** The events of one type. */
export function ofType<Type extends (MachineEvent | SessionOpened)["type"]>(
  events: readonly (MachineEvent | SessionOpened)[],
  type: Type,
): readonly Extract<MachineEvent | SessionOpened, { type: Type }>[] {
  return events.filter((event): event is Extract<MachineEvent | SessionOpened, { type: Type }> => event.type === type);
}

/** What a model was shown, one line each. */
export function shown(request: RecordedRequest | undefined): string[] {
  return (request?.messages ?? []).map((message) => {
    switch (message.role) {
      case "tool":
        return `${message.status} ${message.name}`;
      case "assistant":
        return [message.agent, message.text, ...message.calls.map(({ name }) => name)].filter(Boolean).join(" ");
      default:
        return `${message.role}: ${message.text}`;
    }
  });
}

/** Something that the test lets go on when it wants to. */
export function gate<Value = void>() {
  const entered = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<Value>();
  return {
    /** Resolves when somebody waits at the gate. */
    entered: entered.promise,
    open: opened.resolve,
    pass: (): Promise<Value> => {
      entered.resolve();
      return opened.promise;
    },
  };
}

/** Lets everything that can go on without help go on. */
export async function settled(): Promise<void> {
  await new Promise<void>((resolve) => setImmediate(resolve));
}

/** Checks that every call of a conversation has exactly one result, right behind its message and in order. */
export function expectBalanced({ state }: Pick<Session, "state">): void {
  const messages = [...state.conversation];
  const due: string[] = [];
  for (const message of messages) {
    if (message.role === "tool") expect(message.call).toBe(due.shift());
    else expect(due).toEqual([]);
    if (message.role === "assistant") due.push(...message.calls.map(({ key }) => key));
  }
  expect(due).toEqual([]);
}

/** A model that says what the test tells it, when the test tells it. */
export function heldModel() {
  const asked: HeldCall[] = [];
  const waiting: (() => void)[] = [];
  const model: ModelClient = {
    provider: "held",
    generate: (_, { signal, onDelta }) =>
      new Promise((resolve, reject) => {
        const answer = (text: string): void =>
          resolve({ text, calls: [], usage: { inputTokens: 1, outputTokens: 1 }, model: "held" });
        const fail = (): void => reject(new ModelError("aborted", { message: "Aborted.", retryable: false }));
        signal.addEventListener("abort", fail);
        asked.push({ say: onDelta, answer, signal });
        for (const wake of waiting.splice(0)) wake();
      }),
  };
  const next = async (index: number): Promise<HeldCall> => {
    for (;;) {
      const found = asked[index];
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
  };
  return { model, next, asked };
}

interface HeldCall {
  readonly say: (text: string) => void;
  readonly answer: (text: string) => void;
  readonly signal: AbortSignal;
}
