import { linkSync, readFileSync, renameSync, unlinkSync, writeFileSync } from "node:fs";
import { UsageError } from "../../errors.ts";

/**
 * Claims a journal for this process until it ends: a second process that opens it would take what this one is doing
 * for abandoned, and do it again. A claim of a process that is gone is taken over, by one process only. Where no file
 * can be written beside the journal there is no claim.
 *
 * @throws {UsageError} `bad_journal` while another process has it.
 */
export function lockJournal(path: string): void {
  const lock = `${path}.lock`;
  let owner = claim(lock);
  if (owner !== null && !isAlive(owner) && takeAway(lock, owner)) owner = claim(lock);
  if (owner === process.pid) return;
  if (owner !== null) {
    throw new UsageError("bad_journal", {
      message: `The journal ${path} is in use by process ${owner}.`,
      hint: `Wait for it, or end it; if there is no such session, delete ${lock}.`,
    });
  }
  process.once("exit", () => {
    if (ownerOf(lock) === process.pid) remove(lock);
  });
}

/**
 * Puts this process's number there under the lock's name, all at once; gives the number that is there already.
 * `null` when it is ours now, or when there is no place for it.
 */
function claim(lock: string): number | null {
  const own = `${lock}.${process.pid}`;
  try {
    writeFileSync(own, String(process.pid));
    linkSync(own, lock);
    return null;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EEXIST" ? ownerOf(lock) : null;
  } finally {
    remove(own);
  }
}

/** Takes a claim away that belongs to a process that is gone; whether it was still that one. */
function takeAway(lock: string, owner: number): boolean {
  const taken = `${lock}.taken.${process.pid}`;
  try {
    renameSync(lock, taken);
    if (ownerOf(taken) === owner) return true;
    linkSync(taken, lock); // somebody else has claimed it in the meantime: theirs again
    return false;
  } catch {
    return true; // whoever was faster holds it now, and the claim will tell
  } finally {
    remove(taken);
  }
}

function ownerOf(file: string): number {
  try {
    return Number(readFileSync(file, "utf8"));
  } catch {
    return 0;
  }
}

function isAlive(owner: number): boolean {
  if (!Number.isInteger(owner) || owner <= 0) return false;
  try {
    process.kill(owner, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

function remove(file: string): void {
  try {
    unlinkSync(file);
  } catch {
    // gone already
  }
}
