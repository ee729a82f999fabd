import { writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { UsageError } from "../errors.ts";
import { isRecord } from "../json.ts";

/**
 * Writes a file, over one that exists.
 *
 * @throws {UsageError} `bad_option` saying what stands in the way.
 */
export function writeTextFile(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (cause) {
    const { reason, hint } = obstacle(path, cause);
    throw new UsageError("bad_option", { message: `${path} cannot be written: ${reason}.`, hint, cause });
  }
}

function obstacle(path: string, cause: unknown): { readonly reason: string; readonly hint: string } {
  const elsewhere = "Give another path.";
  switch (isRecord(cause) ? cause.code : null) {
    case "ENOENT":
    case "ENOTDIR":
      return { reason: `there is no folder ${dirname(path)}`, hint: "Make the folder first, or give another path." };
    case "EISDIR":
      return { reason: "it is a folder", hint: "Give the path of a file in it." };
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return { reason: "writing is not permitted there", hint: elsewhere };
    default:
      return { reason: cause instanceof Error ? cause.message : String(cause), hint: elsewhere };
  }
}
