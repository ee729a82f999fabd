import { InternalError } from "../errors.ts";
import type { RunEnded, Update } from "./update.ts";

/**
 * One drive of a session, from a fact to the next rest. It goes on whether or not anybody reads its updates:
 * iterate to follow it, or await `ended`.
 */
export interface Run extends AsyncIterable<Update> {
  /** Resolves with the last update; rejects when the journal could not be written. */
  readonly ended: Promise<RunEnded>;
}

/** A run, and what feeds it. */
export interface RunFeed {
  readonly run: Run;
  push(update: Update): void;
  end(ended: RunEnded): void;
  fail(error: unknown): void;
}

/** Makes a run that is fed by hand. Updates wait until they are read; one reader at a time. */
export function createRun(): RunFeed {
  const waiting: Update[] = [];
  const { promise: ended, resolve, reject } = Promise.withResolvers<RunEnded>();
  ended.catch(() => undefined); // nobody has to await it
  let state: { readonly done: false } | { readonly done: true; readonly error: unknown } = { done: false };
  let wake: (() => void) | null = null;

  const notify = (): void => {
    wake?.();
    wake = null;
  };
  const push = (update: Update): void => {
    if (state.done) throw new InternalError(`Update "${update.type}" after the end of its run.`);
    waiting.push(update);
    notify();
  };

  async function* read(): AsyncGenerator<Update, void> {
    for (;;) {
      for (const update of waiting.splice(0)) yield update;
      if (waiting.length > 0) continue;
      if (!state.done) {
        await new Promise<void>((resume) => {
          wake = resume;
        });
      } else if (state.error === null) return;
      else throw state.error;
    }
  }

  return {
    run: { ended, [Symbol.asyncIterator]: read },
    push,
    end(last) {
      push(last);
      state = { done: true, error: null };
      resolve(last);
      notify();
    },
    fail(error) {
      state = { done: true, error };
      reject(error);
      notify();
    },
  };
}
