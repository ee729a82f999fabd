import { InternalError } from "../errors.ts";
import { isRecord } from "../json.ts";
import type { Elk, ElkNode } from "./elk-json.ts";

/** What is used of a worker: one of the browser that runs `elkjs/lib/elk-worker.min.js`, or the package's own in one thread. */
export interface ElkWorker {
  postMessage(message: unknown): void;
  onmessage: ((message: { readonly data: unknown }) => void) | null;
}

/*
 * What is said to ELK's worker and back: `{ id, cmd: "register", algorithms }` once, `{ id, cmd: "layout", graph }`; answers
 * are `{ id, data }` or `{ id, error }`. So nothing of the package but the worker itself is needed.
 */

/** Speaks with a worker of ELK: several graphs may be under way at once. */
export function elkOf(worker: ElkWorker): Elk {
  const waiting = new Map<number, Waiting>();
  let count = 0;
  worker.onmessage = ({ data }) => {
    if (!isRecord(data) || typeof data.id !== "number") return;
    const asked = waiting.get(data.id);
    waiting.delete(data.id);
    if (data.error === undefined) asked?.resolve(data.data);
    else asked?.reject(layoutFailed(data.error));
  };
  const ask = (request: object): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const id = count++;
      waiting.set(id, { resolve, reject });
      worker.postMessage({ id, ...request });
    });
  const registered = ask({ cmd: "register", algorithms: ["layered"] });
  return async (graph) => {
    await registered;
    return (await ask({ cmd: "layout", graph, layoutOptions: {}, options: {} })) as ElkNode; // ELK fills in what it was given
  };
}

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: InternalError) => void;
}

function layoutFailed(error: unknown): InternalError {
  const told = isRecord(error) && typeof error.message === "string" ? error.message : String(error);
  return new InternalError(`ELK could not lay the picture out: ${told}`);
}
