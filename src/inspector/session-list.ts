import type { ModelName, SessionSummary } from "../inspect/wire.ts";
import type { Runtime } from "../runtime/create-runtime.ts";
import { summaryOfKept, summaryOfOpen, type ToldSummary } from "./session-summary.ts";
import { createTurns } from "./turns.ts";

/** The sessions of a runtime, each in short. */
export interface SessionList {
  /** Those that are known, the one that changed last first. */
  summaries(): readonly SessionSummary[];
  /** How many sessions are not among them, because there are too many. */
  readonly more: number;
  /**
   * Reads the journal for sessions that have come or changed; `onSome` is told whenever some of many are there. Whoever asks
   * while it is being read waits for the same reading.
   */
  refresh(onSome: () => void): Promise<void>;
  /** Looks at one session again. */
  update(session: string): Promise<void>;
  /** Notes what the journal does not tell of a session. */
  note(session: string, facts: NotedFacts): void;
  /** Whether there is such a session, with entries or without. */
  has(session: string): Promise<boolean>;
  /** The models that a session was opened with here. */
  modelOf(session: string): ModelName | null;
}

/** What is known of a session besides its journal. */
export interface NotedFacts {
  readonly model?: ModelName;
  readonly forkOf?: NonNullable<SessionSummary["forkOf"]>;
  /** Milliseconds since the epoch: when it was made, while it has no entries. */
  readonly madeAt?: number;
  /** Why what was asked of it last could not be done; `null`: it could. */
  readonly problem?: string | null;
}

/** No more sessions than this are listed: the last ones of the journal, and of those and what happens since, the newest. */
export const mostListed = 500;

/** Makes the list of a runtime's sessions. Those that are open tell themselves; the others are replayed, once. */
export function createSessionList({ graph, journal, find }: Runtime, most: number = mostListed): SessionList {
  const toldById = new Map<string, ToldSummary>();
  const notedById = new Map<string, NotedFacts>();
  /** Sessions of the journal that have not been looked at. */
  let unread: ReadonlySet<string> = new Set();
  let reading: Promise<void> | null = null;
  const readers = new Set<() => void>();

  async function update(id: string): Promise<void> {
    const open = find(id);
    if (open !== null) {
      toldById.set(id, await summaryOfOpen(open, journal));
      return;
    }
    const known = toldById.get(id);
    const isSame = known !== undefined && known.status !== "running" && known.length === (await journal.head(id));
    if (!isSame) toldById.set(id, await summaryOfKept(id, { graph, journal }));
  }

  async function readAll(): Promise<void> {
    const turns = createTurns();
    const kept = await Array.fromAsync(journal.sessions());
    const listed = new Set([...kept.slice(-most), ...notedById.keys()]);
    unread = new Set(kept.filter((id) => !listed.has(id)));
    for (const id of toldById.keys()) if (!listed.has(id) && find(id) === null) toldById.delete(id);
    for (const id of listed) {
      await update(id);
      if (!turns.isOver()) continue;
      for (const onSome of readers) onSome();
      await turns.next();
    }
  }

  function summary(told: ToldSummary): SessionSummary {
    const { model = null, forkOf = null, madeAt = 0, problem = null } = notedById.get(told.id) ?? {};
    const times = told.length === 0 ? { startedAt: madeAt, changedAt: madeAt } : {};
    return { ...told, ...times, model, forkOf, problem: told.problem ?? problem };
  }

  return {
    summaries: () =>
      [...toldById.values()]
        .map(summary)
        .sort((one, other) => other.changedAt - one.changedAt)
        .slice(0, most),
    get more() {
      const unseen = [...unread].filter((id) => !toldById.has(id)).length;
      return unseen + Math.max(0, toldById.size - most);
    },
    async refresh(onSome) {
      readers.add(onSome);
      reading ??= readAll().finally(() => {
        reading = null;
      });
      await reading.finally(() => readers.delete(onSome));
    },
    update,
    note(id, facts) {
      notedById.set(id, { ...notedById.get(id), ...facts });
    },
    has: async (id) => notedById.has(id) || find(id) !== null || (await journal.head(id)) > 0,
    modelOf: (id) => notedById.get(id)?.model ?? null,
  };
}
