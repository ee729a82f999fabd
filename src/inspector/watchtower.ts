import type { Entry } from "../journal/entry.ts";
import type { Runtime } from "../runtime/create-runtime.ts";
import type { Update } from "../runtime/update.ts";

/** Whoever is told while somebody looks. */
export interface Lookout {
  onEntry?(session: string, entry: Entry): void;
  onDelta?(session: string, delta: Delta): void;
  /** A model call waits for the person who looks, or does not any more. */
  onQuestion?(session: string): void;
  /** Something about a session is other than it was: also what stands in no journal. */
  onChange?(session: string): void;
  /** There is nothing more to be told. */
  onEnd?(): void;
}

/** A piece of text as it arrives. */
export interface Delta {
  readonly agent: string;
  readonly turn: number;
  readonly text: string;
}

/** Tells what happens in the sessions of a runtime. */
export interface Watchtower {
  /** Adds somebody; gives what removes them. */
  add(lookout: Lookout): () => void;
  /** Tells everybody that something about a session has changed. */
  tellChange(session: string): void;
  tellQuestion(session: string): void;
  /** Tells everybody that nothing more is told; whoever is added afterwards is never told anything. */
  tellEnd(): void;
  readonly isEnded: boolean;
}

/** Makes a watchtower. While nobody looks it does not observe the runtime: a run costs what it would without it. */
export function createWatchtower(runtime: Pick<Runtime, "observe">): Watchtower {
  const lookouts = new Set<Lookout>();
  let leave: (() => void) | null = null;
  let isEnded = false;

  function onUpdate(session: string, update: Update): void {
    if (update.type === "text.delta") {
      const { agent, turn, text } = update;
      for (const lookout of lookouts) lookout.onDelta?.(session, { agent, turn, text });
    } else if (update.type === "run.ended" || update.type === "turn.started") tellChange(session);
  }

  function onEntry(session: string, entry: Entry): void {
    for (const lookout of lookouts) lookout.onEntry?.(session, entry);
    tellChange(session);
  }

  function tellChange(session: string): void {
    for (const lookout of lookouts) lookout.onChange?.(session);
  }

  return {
    get isEnded() {
      return isEnded;
    },
    add(lookout) {
      if (isEnded) return () => undefined;
      lookouts.add(lookout);
      leave ??= runtime.observe({ onUpdate, onEntry });
      return () => {
        lookouts.delete(lookout);
        if (lookouts.size > 0) return;
        leave?.();
        leave = null;
      };
    },
    tellChange,
    tellQuestion(session) {
      for (const lookout of lookouts) lookout.onQuestion?.(session);
    },
    tellEnd() {
      isEnded = true;
      for (const lookout of lookouts) lookout.onEnd?.();
    },
  };
}
