import type { StreamEvent } from "../inspect/wire.ts";
import { createBell } from "./bell.ts";
import type { EventSupply } from "./event-stream.ts";
import { type FollowedSession, followSession, type LastSeen } from "./followed-session.ts";
import type { InspectorCore } from "./inspector-core.ts";

/** What a reader wants to be told. */
export interface Wish {
  /** The session that is followed; `null`: only the list of all. */
  readonly session: string | null;
  readonly lastSeen: LastSeen | null;
}

/** The list of all sessions is told no oftener than this, in milliseconds. */
const listDistance = 200;

/**
 * Supplies one reader with events: the sessions first, then what happens in the one that is followed, and the sessions
 * again when one of them has changed. Timers run only while the reader waits for something.
 */
export function createEventSupply(core: InspectorCore, { session, lastSeen }: Wish): EventSupply {
  const { runtime, watchtower, list, person } = core;
  const { graph, journal } = runtime;
  const followed: FollowedSession | null =
    session === null ? null : followSession({ graph, journal, session }, lastSeen);
  const bell = createBell();
  const changed = new Set<string>();
  let isListDue = true;
  let isRefreshed = false;
  let toldAt = Number.NEGATIVE_INFINITY;
  /** Whoever comes back may still see a question that is none any more. */
  let isQuestionDue = session !== null && (lastSeen !== null || person.questionIn(session) !== null);
  let isOver = watchtower.isEnded;

  const leave = watchtower.add({
    onEntry(of, entry) {
      followed?.onEntry?.(of, entry);
      if (of === session) bell.ring();
    },
    onDelta(of, delta) {
      followed?.onDelta?.(of, delta);
      if (of === session) bell.ring();
    },
    onQuestion(of) {
      if (of === session) isQuestionDue = true;
      isListDue = true;
      bell.ring();
    },
    onChange(of) {
      changed.add(of);
      isListDue = true;
      bell.ring();
    },
    onEnd() {
      leave();
      isOver = true;
      bell.ring();
    },
  });

  /** The first list is told as soon as some of it is there; the others follow. */
  async function firstList(): Promise<void> {
    isRefreshed = true;
    const some = Promise.withResolvers<void>();
    const onSome = (): void => {
      some.resolve();
      isListDue = true;
      bell.ring();
    };
    list.refresh(onSome).then(onSome, onSome);
    await some.promise;
  }

  async function sessions(): Promise<StreamEvent> {
    if (!isRefreshed) await firstList();
    isListDue = false;
    toldAt = performance.now();
    const ids = [...changed];
    changed.clear();
    for (const id of ids) await list.update(id);
    const { more } = list;
    const summaries = list.summaries().map((summary) => {
      const isAsked = person.questionIn(summary.id) !== null;
      return isAsked ? { ...summary, waiting: summary.waiting + 1 } : summary;
    });
    return { type: "sessions", server: core.server, sessions: summaries, ...(more === 0 ? {} : { more }) };
  }

  return {
    async next() {
      if (isOver) return null;
      if (isListDue && performance.now() - toldAt >= listDistance) return await sessions();
      const event = (await followed?.next()) ?? null;
      if (event !== null) return event;
      if (!isQuestionDue || session === null) return null;
      isQuestionDue = false;
      return { type: "asked", session, question: person.questionIn(session) };
    },
    async wait(milliseconds) {
      if (isOver) return "over";
      const untilList = isListDue ? Math.max(0, toldAt + listDistance - performance.now()) : milliseconds;
      const hasRung = await bell.wait(Math.min(milliseconds, untilList));
      if (isOver) return "over";
      return hasRung || isListDue ? "woken" : "late";
    },
    close() {
      isOver = true;
      leave();
      bell.ring();
    },
  };
}
