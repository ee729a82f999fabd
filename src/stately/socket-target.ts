import { UsageError } from "../errors.ts";
import { isRecord } from "../json.ts";
import { socketAdapter } from "./socket-adapter.ts";
import type { StatelyTarget } from "./stately-target.ts";

type StatelyPackage = Pick<typeof import("@statelyai/inspect"), "createInspector">;

/**
 * Makes a target that sends to a WebSocket server, with the package `@statelyai/inspect`, which is loaded only now.
 *
 * @throws {UsageError} `missing_package` when the package is not installed; `bad_option` when the address is none.
 */
export async function socketTarget(
  url: string,
  load: () => Promise<StatelyPackage> = importPackage,
): Promise<StatelyTarget> {
  if (!/^(ws|http)s?:\/\//i.test(url) || !URL.canParse(url)) {
    throw new UsageError("bad_option", {
      message: `url: ${JSON.stringify(url)} is no address of a WebSocket server.`,
      hint: "Write it whole: ws://localhost:8080.",
    });
  }
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
