import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { fileJournal } from "../../../src/cli/run/file-journal.ts";
import type { Entry } from "../../../src/journal/entry.ts";
import { journalContract } from "../../contract/journal.ts";

const directory = mkdtempSync(join(tmpdir(), "handoff-journal-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

let files = 0;
const newPath = (): string => join(directory, `${++files}.ndjson`);

const entry = (position: number): Entry => ({
  session: "a",
  position,
  event: { type: "user.message", text: "hi", at: position },
});

journalContract("the file journal", () => fileJournal(newPath()));

test("what was appended is in the file at once, and is read again", async () => {
  const path = newPath();
  const journal = await fileJournal(path);
  await journal.append("a", 0, [entry(0), entry(1)]);
  expect(readFileSync(path, "utf8").trimEnd().split("\n")).toHaveLength(2);
  expect(await Array.fromAsync((await fileJournal(path)).read("a"))).toEqual([entry(0), entry(1)]);
});

test("an entry that was cut in half is taken off", async () => {
  const path = newPath();
  await (await fileJournal(path)).append("a", 0, [entry(0)]);
  appendFileSync(path, '{"session":"a","posi');
  const journal = await fileJournal(path);
  expect(await journal.head("a")).toBe(1);
  await journal.append("a", 1, [entry(1)]);
  expect(await (await fileJournal(path)).head("a")).toBe(2);
});

test("a file that somebody else writes to is a conflict, and stays as it is", async () => {
  const path = newPath();
  const [mine, other] = [await fileJournal(path), await fileJournal(path)];
  await mine.append("a", 0, [entry(0)]);
  await expect(other.append("a", 0, [entry(0)])).rejects.toThrow(
    'Session "a" was expected to stand at position 0 but stands at 1.',
  );
  expect(await (await fileJournal(path)).head("a")).toBe(1);
});

test("a fork that cannot be written is none", async () => {
  const path = newPath();
  const [mine, other] = [await fileJournal(path), await fileJournal(path)];
  await mine.append("a", 0, [entry(0)]);
  await expect((async () => other.fork("a", 1, "b"))()).rejects.toMatchObject({ code: "bad_journal" });
  const late = await fileJournal(path);
  await mine.append("a", 1, [entry(1)]);
  await expect((async () => late.fork("a", 1, "b"))()).rejects.toMatchObject({ code: "journal_conflict" });
  expect(await late.head("b")).toBe(0);
  expect(await (await fileJournal(path)).head("b")).toBe(0);
});

test.for(["my precious notes", '["a script"]', '{"sess: 1}', '{"session":"a","position":0}'])(
  "a file that is no journal (%s) is refused, and stays as it is",
  async (text) => {
    const path = newPath();
    writeFileSync(path, text);
    await expect(fileJournal(path)).rejects.toMatchObject({ code: "bad_journal" });
    expect(readFileSync(path, "utf8")).toBe(text);
  },
);

test("an entry that cannot be written leaves the file as it was", async () => {
  const path = newPath();
  const journal = await fileJournal(path);
  await journal.append("a", 0, [entry(0)]);
  const before = readFileSync(path, "utf8");
  const odd = {
    ...entry(1),
    toJSON: () => {
      throw new TypeError("no space left");
    },
  };
  await expect((async () => journal.append("a", 1, [odd]))()).rejects.toThrow("no space left");
  expect(readFileSync(path, "utf8")).toBe(before);
  await journal.append("a", 1, [entry(1)]);
  expect(await (await fileJournal(path)).head("a")).toBe(2);
});

test("a last entry without its line feed is whole, and what follows begins a line", async () => {
  const path = newPath();
  writeFileSync(path, `${JSON.stringify(entry(0))}\n${JSON.stringify(entry(1))}`);
  const journal = await fileJournal(path);
  expect(await journal.head("a")).toBe(2);
  await journal.append("a", 2, [entry(2)]);
  expect(await Array.fromAsync((await fileJournal(path)).read("a"))).toEqual([entry(0), entry(1), entry(2)]);
});
