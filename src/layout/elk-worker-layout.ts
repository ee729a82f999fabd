import type { Layout } from "../draw/placed-picture.ts";
import { arrange } from "./arrange.ts";
import { type ElkWorker, elkOf } from "./elk-worker.ts";

/**
 * Lays pictures out with ELK in a worker, as a page does: one that runs `elkjs/lib/elk-worker.min.js`. Nothing of the
 * package is imported here.
 */
export function elkWorkerLayout(worker: ElkWorker): Layout {
  return arrange(elkOf(worker));
}
