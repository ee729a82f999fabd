import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { lockJournal } from "../../../src/cli/run/journal-lock.ts";

const directory = mkdtempSync(join(tmpdir(), "handoff-lock-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

test("a journal in use by a process that lives is refused, naming it", () => {
  const path = join(directory, "used.ndjson");
  writeFileSync(`${path}.lock`, String(process.ppid));
  expect(() => lockJournal(path)).toThrow(`is in use by process ${process.ppid}`);
});

test("a claim of a process that is gone is taken over", () => {
  const path = join(directory, "left.ndjson");
  const { pid } = spawnSync(process.execPath, ["-e", ""]);
  writeFileSync(`${path}.lock`, String(pid));
  lockJournal(path);
  expect(readFileSync(`${path}.lock`, "utf8")).toBe(String(process.pid));
});

test("where there is no place for a claim, there is none", () => {
  const path = join(directory, "no such folder", "x.ndjson");
  lockJournal(path);
  expect(existsSync(`${path}.lock`)).toBe(false);
});
