import { closeSync, openSync, readFileSync, unlinkSync, writeSync } from "node:fs";
import { UsageError } from "../../errors.ts";

/**
 * Claims a journal for this process until it ends: a second process that opens it would take what this one is doing
 * for abandoned, and do it again. A claim of a process that is gone is taken over.
 *
 * @throws {UsageError} `bad_journal` while another process has it.
 */
export function lockJournal(path: string): void {
  const lock = `${path}.lock`;
  const owner = claim(lock);
  if (owner !== null && isAlive(owner)) {
    throw new UsageError("bad_journal", {
      message: `The journal ${path} is in use by process ${owner}.`,
      hint: `Wait for it, or end it; if there is no such session, delete ${lock}.`,
    });
  }
  if (owner !== null) {
    release(lock);
    claim(lock);
  }
  process.once("exit", () => release(lock));
}

/** Writes this process's number into a new file; gives the number in the file that is there already. */
function claim(lock: string): number | null {
  try {
    const file = openSync(lock, "wx");
    writeSync(file, String(process.pid));
    closeSync(file);
    return null;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) return null; // no place for a claim: go without
    return Number(readFileSync(lock, "utf8"));
  }
}

function isAlive(owner: number): boolean {
  if (!Number.isInteger(owner) || owner <= 0 || owner === process.pid) return false;
  try {
    process.kill(owner, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

function release(lock: string): void {
  try {
    unlinkSync(lock);
  } catch {
    // gone already
  }
}
