import { connect } from "../models/openai/connect.ts";

/**
 * Makes sure, before anything is said, that the package is there which speaks to servers: it is an optional peer.
 *
 * @throws {UsageError} `missing_package` when it is not installed.
 */
export async function requireOpenai(): Promise<void> {
  await connect({
    model: "none",
    api: "chat",
    compatible: true,
    strict: false,
    startTimeout: 0,
    idleTimeout: 0,
  });
}
