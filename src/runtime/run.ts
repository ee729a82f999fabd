import { InternalError } from "../errors.ts";
import { Queue } from "./queue.ts";
import type { RunEnded, Update } from "./update.ts";

/**
 * One drive of a session, from a fact to the next rest. It goes on whether or not anybody reads its updates:
 * iterate to follow it, or await `ended`.
 */
export interface Run extends AsyncIterable<Update> {
  /** Resolves with the last update; rejects when the journal could not be written, or the session ended before. */
  readonly ended: Promise<RunEnded>;
}

/** A run that is fed by hand. Updates wait until they are read, each by one reader. */
export class LiveRun implements Run {
  readonly #waiting = new Queue<Update>();
  readonly #sleepers: (() => void)[] = [];
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

  async *[Symbol.asyncIterator](): AsyncGenerator<Update, void> {
    for (;;) {
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

  push(update: Update): void {
    if (this.#outcome !== null) throw new InternalError(`Update "${update.type}" after the end of its run.`);
    this.#waiting.push(update);
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
