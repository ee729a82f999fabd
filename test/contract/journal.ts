import { type Entry, type Journal, JournalConflictError, UsageError } from "handoff-machine";
import { describe, expect, test } from "vitest";

/** What every journal must do: run it for each implementation of the port. */
export function journalContract(name: string, make: () => Journal | Promise<Journal>): void {
  const entry = (session: string, position: number): Entry => ({
    session,
    position,
    event: { type: "user.message", text: `${position} "é\u0000\u2028`, at: position },
  });
  const read = (journal: Journal, session: string, from?: number) => Array.fromAsync(journal.read(session, from));

  describe(`${name} keeps the journal's contract`, () => {
    test("what was appended is read back as it was, in order, from any position", async () => {
      const journal = await make();
      await journal.append("a", 0, [entry("a", 0), entry("a", 1)]);
      await journal.append("a", 2, [entry("a", 2)]);
      expect(await read(journal, "a")).toEqual([entry("a", 0), entry("a", 1), entry("a", 2)]);
      expect(await read(journal, "a", 2)).toEqual([entry("a", 2)]);
      expect(await read(journal, "a", 3)).toEqual([]);
      expect(await journal.head("a")).toBe(3);
    });

    test("an unknown session is empty", async () => {
      const journal = await make();
      expect(await journal.head("nobody")).toBe(0);
      expect(await read(journal, "nobody")).toEqual([]);
    });

    test("sessions do not mix, whatever they are called", async () => {
      const journal = await make();
      const names = ["a", "b", "__proto__", "constructor", "a/b", "ä ö"];
      for (const session of names) await journal.append(session, 0, [entry(session, 0)]);
      expect((await Array.fromAsync(journal.sessions())).sort()).toEqual([...names].sort());
      for (const session of names) expect(await read(journal, session)).toEqual([entry(session, 0)]);
    });

    test("an append at another position than the head is a conflict, and adds nothing", async () => {
      const journal = await make();
      await journal.append("a", 0, [entry("a", 0)]);
      const late = async () => await journal.append("a", 0, [entry("a", 0)]);
      const early = async () => await journal.append("a", 5, [entry("a", 5)]);
      await expect(late()).rejects.toThrow(JournalConflictError);
      await expect(early()).rejects.toMatchObject({ code: "journal_conflict", session: "a", expected: 5, found: 1 });
      expect(await journal.head("a")).toBe(1);
    });

    test("of two appends at one position exactly one succeeds", async () => {
      const journal = await make();
      const append = async () => await journal.append("a", 0, [entry("a", 0)]);
      const outcomes = await Promise.allSettled([append(), append(), append()]);
      expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      expect(await journal.head("a")).toBe(1);
    });

    test("a fork shares what stands before it, under its own name, and goes its own way", async () => {
      const journal = await make();
      await journal.append("a", 0, [entry("a", 0), entry("a", 1), entry("a", 2)]);
      await journal.fork("a", 2, "b");
      await journal.append("b", 2, [entry("b", 2)]);
      await journal.append("a", 3, [entry("a", 3)]);
      expect((await read(journal, "b")).map(({ session, position }) => `${session}${position}`)).toEqual([
        "b0",
        "b1",
        "b2",
      ]);
      expect(await journal.head("a")).toBe(4);
      for (const [source, position, target] of [
        ["a", 9, "c"],
        ["a", 0, "c"],
        ["a", 1.5, "c"],
        ["a", Number.NaN, "c"],
        ["a", 1, "b"],
        ["nobody", 1, "c"],
      ] as const) {
        const fork = async () => await journal.fork(source, position, target);
        await expect(fork(), `${source} ${position} ${target}`).rejects.toThrow(UsageError);
      }
    });
  });
}
