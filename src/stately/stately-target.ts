import { UsageError } from "../errors.ts";
import { isRecord, type JsonObject } from "../json.ts";
import { socketAdapter } from "./socket-adapter.ts";

/** What takes messages of Stately's protocol: every inspector that `@statelyai/inspect` makes is one. */
export interface StatelyTarget {
  actor(actor: StatelyActor | string, snapshot?: StatelySnapshot): void;
  event(actor: StatelyActor | string, event: StatelyEvent | string): void;
  snapshot(actor: StatelyActor | string, snapshot: StatelySnapshot, info?: { readonly event?: StatelyEvent }): void;
  stop(): void;
}

/** A session, as Stately's protocol has actors. The statechart is drawn from the `config` of its `logic`. */
export interface StatelyActor {
  readonly sessionId: string;
}

/** Where a session stands. */
export interface StatelySnapshot {
  readonly status?: "active" | "done" | "error" | "stopped";
  readonly value?: unknown;
  readonly context?: JsonObject;
}

/** An event, reduced. */
export type StatelyEvent = { readonly type: string } & JsonObject;

type StatelyPackage = Pick<typeof import("@statelyai/inspect"), "createInspector">;

/**
 * Makes a target that sends to a WebSocket server, with the package `@statelyai/inspect`, which is loaded only now.
 *
 * @throws {UsageError} `missing_package` when the package is not installed.
 */
export async function socketTarget(
  url: string,
  load: () => Promise<StatelyPackage> = importPackage,
): Promise<StatelyTarget> {
  const { createInspector } = await loadPackage(load);
  return createInspector(socketAdapter(url));
}

async function loadPackage(load: () => Promise<StatelyPackage>): Promise<StatelyPackage> {
  try {
    return await load();
  } catch (error) {
    if (!isRecord(error) || error.code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new UsageError("missing_package", {
      message: "statelyInspector needs the package @statelyai/inspect, which is not installed.",
      hint: "Run: npm install @statelyai/inspect@0.7",
      cause: error,
    });
  }
}

function importPackage(): Promise<StatelyPackage> {
  return import("@statelyai/inspect");
}
