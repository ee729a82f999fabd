import { UsageError } from "../errors.ts";
import { isRecord } from "../json.ts";

/**
 * Loads a package that is an optional peer.
 *
 * @throws {UsageError} `missing_package` naming the command that installs what is missing.
 */
export async function loadPackage<Package>(load: () => Promise<Package>): Promise<Package> {
  try {
    return await load();
  } catch (error) {
    if (!isRecord(error) || error.code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new UsageError("missing_package", {
      message: "The inspector needs the packages hono and @hono/node-server, which are not installed.",
      hint: "Run: npm install hono@4 @hono/node-server@2 elkjs",
      cause: error,
    });
  }
}
