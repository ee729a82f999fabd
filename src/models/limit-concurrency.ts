import { UsageError } from "../errors.ts";
import type { GenerateOptions, ModelClient, ModelReply, ModelRequest } from "../runtime/ports.ts";
import { awaitWithin } from "./await-within.ts";

/** How much a model is asked at once. */
export interface ConcurrencyLimit {
  /** The most calls that run at the same time: a whole number from 1. */
  readonly calls: number;
}

/**
 * Makes a client that has at most so many calls to a model under way at once: for servers that take no more, and
 * for programs that drive many sessions. The others wait, and go on in the order in which they came.
 *
 * A call has its place until its reply is whole or has failed. One that is aborted while it waits leaves the queue
 * at once. The limit holds for this client, whichever sessions and runtimes share it, and not for other processes.
 *
 * @throws {@link UsageError} `bad_option` when `calls` is no whole number from 1; and from `generate`,
 *   {@link ModelError} `aborted` when the signal aborts while the call waits, and whatever the client throws.
 * @example
 * ```ts
 * import { limitConcurrency } from "handoff-machine";
 * import { scriptedModel } from "handoff-machine/testing";
 *
 * const model = limitConcurrency(scriptedModel(["Hello."]), { calls: 2 });
 * model.provider; // => "scripted"
 * ```
 */
export function limitConcurrency(client: ModelClient, { calls }: ConcurrencyLimit): ModelClient {
  if (!Number.isSafeInteger(calls) || calls < 1) {
    throw new UsageError("bad_option", { message: `calls must be a whole number from 1, not ${String(calls)}.` });
  }
  const waiting = new Set<() => void>(); // a set keeps the order, and loses an aborted waiter without a search
  let taken = 0;

  async function generate(request: ModelRequest, options: GenerateOptions): Promise<ModelReply> {
    await takePlace(options.signal);
    try {
      return await client.generate(request, options);
    } finally {
      givePlace();
    }
  }

  async function takePlace(signal: AbortSignal): Promise<void> {
    if (taken < calls) {
      taken++;
      return;
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    waiting.add(resolve);
    try {
      await awaitWithin(() => promise, { signal });
    } catch (error) {
      if (!waiting.delete(resolve)) givePlace(); // the place came together with the abort: the next one has it
      throw error;
    }
  }

  /** A place goes from one call to the next without ever being free, so that no newcomer overtakes the queue. */
  function givePlace(): void {
    const [next] = waiting;
    if (next === undefined) {
      taken--;
      return;
    }
    waiting.delete(next);
    next();
  }

  return Object.freeze({ provider: client.provider, generate });
}
