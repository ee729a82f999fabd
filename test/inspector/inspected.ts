import { createRuntime, type Journal, type ModelClient, type Runtime, type RuntimeOptions } from "handoff-machine";
import { createInspectorHandler, type HandlerOptions, type StreamEvent } from "handoff-machine/inspector";
import { scriptedModel } from "handoff-machine/testing";
import { supportDesk } from "../../machines/support-desk.ts";
import { recordedJournal, runningClock } from "./recorded-journal.ts";

/** An inspector without a port: the recorded sessions, and a model that says hello. */
export interface Inspected {
  readonly runtime: Runtime;
  readonly journal: Journal;
  readonly handler: (request: Request) => Promise<Response>;
  get(path: string, headers?: HeadersInit): Promise<Response>;
  post(path: string, body?: unknown, headers?: HeadersInit): Promise<Response>;
  /** Reads the stream until the events satisfy, and lets go of it. */
  streamUntil(
    path: string,
    isEnough: (events: readonly StreamEvent[]) => boolean,
    headers?: HeadersInit,
  ): Promise<readonly StreamEvent[]>;
  stream(path: string, headers?: HeadersInit): Promise<EventReader>;
}

export interface InspectedOptions extends HandlerOptions {
  readonly model?: ModelClient;
  readonly journal?: Journal;
  readonly runtimeOptions?: Partial<RuntimeOptions>;
}

export const origin = "http://127.0.0.1:4747";

export async function inspected(options: InspectedOptions = {}): Promise<Inspected> {
  const { model = scriptedModel(() => "Hello!"), journal = await recordedJournal(), runtimeOptions, ...rest } = options;
  let opened = 0;
  const ids = { session: () => `new-${++opened}`, jitter: () => 0.5 };
  const clock = runningClock(Date.UTC(2026, 10, 24));
  const runtime = createRuntime(supportDesk, { model, journal, ids, clock, ...runtimeOptions });
  const open = rest.token === undefined ? { authorize: () => true } : {};
  const handler = createInspectorHandler(runtime, { ...open, ...rest });
  const get = (path: string, headers: HeadersInit = {}) => handler(new Request(new URL(path, origin), { headers }));
  const stream = async (path: string, headers: HeadersInit = {}) => readEvents(await get(path, headers));
  return {
    runtime,
    journal,
    handler,
    get,
    stream,
    post: (path, body = {}, headers = {}) =>
      handler(
        new Request(new URL(path, origin), {
          method: "POST",
          body: JSON.stringify(body),
          headers: { "content-type": "application/json", ...headers },
        }),
      ),
    async streamUntil(path, isEnough, headers) {
      const reader = await stream(path, headers);
      const events = await reader.until(isEnough);
      await reader.close();
      return events;
    },
  };
}

/** Server-sent events as they come. */
export interface EventReader {
  /** The events so far. */
  readonly events: readonly StreamEvent[];
  /** The last id that was sent. */
  readonly lastId: string;
  until(isEnough: (events: readonly StreamEvent[]) => boolean): Promise<readonly StreamEvent[]>;
  close(): Promise<void>;
}

/** Reads the events of a response. */
export function readEvents(response: Response): EventReader {
  if (response.body === null || !response.ok) throw new Error(`No stream: ${response.status}`);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  const events: StreamEvent[] = [];
  let rest = "";
  let lastId = "";
  return {
    events,
    get lastId() {
      return lastId;
    },
    async until(isEnough) {
      while (!isEnough(events)) {
        const { done, value = "" } = await reader.read();
        if (done) throw new Error(`The stream ended after ${events.length} events.`);
        const blocks = (rest + value).split("\n\n");
        rest = blocks.pop() ?? "";
        for (const block of blocks) {
          const [, id] = /^id: (.*)$/m.exec(block) ?? [];
          const [, data] = /^data: (.*)$/m.exec(block) ?? [];
          if (id !== undefined) lastId = id;
          if (data !== undefined) events.push(JSON.parse(data));
        }
      }
      return events;
    },
    close: () => reader.cancel(),
  };
}

/** The frames among events. */
export function framesIn(events: readonly StreamEvent[]) {
  return events.flatMap((event) => (event.type === "frames" ? event.frames : []));
}

/** The newest list among events. */
export function sessionsIn(events: readonly StreamEvent[]) {
  return events.findLast((event) => event.type === "sessions")?.sessions ?? [];
}
