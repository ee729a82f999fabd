import { InternalError } from "../errors.ts";
import { Queue } from "./queue.ts";
import type { RunEnded, Update } from "./update.ts";

/**
 * One drive of a session, from a fact to the next rest. It goes on whether or not anybody reads its updates:
 * iterate to follow it, or await `ended`. Whoever begins to read late finds the last 1,000 updates, and first
 * `updates.dropped` when there were more: a run that nobody reads holds no more memory, however long it is.
 */
export interface Run extends AsyncIterable<Update> {
  /** Resolves with the last update; rejects when the journal could not be written, or the session ended before. */
  readonly ended: Promise<RunEnded>;
}

/** How many updates wait for a reader who has not begun to read. */
const mostUnread = 1_000;

/** A run that is fed by hand. Updates wait until they are read, each by one reader. */
export class LiveRun implements Run {
  readonly #waiting = new Queue<Update>();
  readonly #sleepers: (() => void)[] = [];
  /** How many read: from the moment they ask for the updates, until they stop. */
  #readers = 0;
  #dropped = 0;
  #outcome: { readonly last: RunEnded } | { readonly error: unknown } | null = null;
  #ended: PromiseWithResolvers<RunEnded> | null = null;

  get ended(): Promise<RunEnded> {
    if (this.#ended === null) {
      this.#ended = Promise.withResolvers();
      this.#ended.promise.catch(() => undefined); // whoever asked may stop caring
      this.#settle();
    }
    return this.#ended.promise;
  }

  [Symbol.asyncIterator](): AsyncGenerator<Update, void> {
    const updates = this.#read();
    let reads = true;
    const stop = (): void => {
      if (reads) this.#readers--;
      reads = false;
      this.#trim();
    };
    this.#readers++; // from now on, not from the first `next`: nothing is lost between the two
    return {
      next: async () => {
        const result = await updates.next();
        if (result.done === true) stop();
        return result;
      },
      return: (value) => {
        stop(); // also when nothing was read: a generator that has not begun would not tell
        return updates.return(value);
      },
      throw: (error) => {
        stop();
        return updates.throw(error);
      },
      [Symbol.asyncIterator]() {
        return this;
      },
      [Symbol.asyncDispose]: async () => {
        stop();
        await updates.return();
      },
    };
  }

  async *#read(): AsyncGenerator<Update, void> {
    for (;;) {
      const dropped = this.#dropped;
      this.#dropped = 0;
      if (dropped > 0) yield { type: "updates.dropped", count: dropped };
      const next = this.#waiting.shift();
      if (next !== undefined) yield next;
      else if (this.#outcome === null) {
        await new Promise<void>((resume) => {
          this.#sleepers.push(resume);
        });
      } else if ("error" in this.#outcome) throw this.#outcome.error;
      else return;
    }
  }

  /** What nobody reads is kept up to a number; the oldest go first. */
  #trim(): void {
    while (this.#readers === 0 && this.#waiting.length > mostUnread) {
      this.#waiting.shift();
      this.#dropped++;
    }
  }

  push(update: Update): void {
    if (this.#outcome !== null) throw new InternalError(`Update "${update.type}" after the end of its run.`);
    this.#waiting.push(update);
    this.#trim();
    this.#notify();
  }

  end(last: RunEnded): void {
    this.push(last);
    this.#outcome = { last };
    this.#settle();
  }

  fail(error: unknown): void {
    this.#outcome ??= { error };
    this.#settle();
    this.#notify();
  }

  #settle(): void {
    if (this.#outcome === null || this.#ended === null) return;
    if ("error" in this.#outcome) this.#ended.reject(this.#outcome.error);
    else this.#ended.resolve(this.#outcome.last);
  }

  #notify(): void {
    for (const wake of this.#sleepers.splice(0)) wake();
  }
}
