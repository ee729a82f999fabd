import { JournalConflictError } from "../errors.ts";
import type { Entry } from "./entry.ts";
import { forkedEntries } from "./forked-entries.ts";
import type { Journal } from "./journal.ts";

/** A journal in this process's memory: what it promises ends with the process. */
export function memoryJournal(): Journal {
  const entriesBySession = new Map<string, Entry[]>();
  const entriesOf = (session: string): readonly Entry[] => entriesBySession.get(session) ?? [];
  return {
    append(session, expected, entries) {
      const known = entriesBySession.get(session);
      const found = known?.length ?? 0;
      if (found !== expected) throw new JournalConflictError({ session, expected, found });
      if (known === undefined) entriesBySession.set(session, [...entries]);
      else for (const entry of entries) known.push(entry);
    },
    async *read(session, from = 0) {
      const entries = entriesOf(session);
      for (let position = from; position < entries.length; position++) {
        const entry = entries[position];
        if (entry !== undefined) yield entry;
      }
    },
    head: (session) => entriesOf(session).length,
    async *sessions() {
      yield* entriesBySession.keys();
    },
    fork(source, position, target) {
      const entries = forkedEntries({
        source,
        entries: entriesOf(source),
        position,
        target,
        head: entriesOf(target).length,
      });
      entriesBySession.set(target, [...entries]);
    },
  };
}
