import type { Layout } from "../../draw/placed-picture.ts";
import { UsageError } from "../../errors.ts";
import type { ElkWorker } from "../../layout/elk-worker.ts";
import { elkWorkerLayout } from "../../layout/elk-worker-layout.ts";

/**
 * Lays pictures out in a worker, which is loaded when the first one is asked for. It is served beside the page, from the
 * package `elkjs` where that is installed.
 */
export function createLayout(): Layout {
  let layout: Layout | null = null;
  const missing = Promise.withResolvers<never>();
  // A worker that fails later, or is never asked, has nobody who waits for it.
  missing.promise.catch(() => {});
  return (picture) => {
    if (layout === null) {
      const worker = new Worker(new URL("elk-worker.min.js", document.baseURI));
      worker.addEventListener("error", () => missing.reject(notInstalled()));
      layout = elkWorkerLayout(portOf(worker));
    }
    return Promise.race([layout(picture), missing.promise]);
  };
}

/** A worker as the layout speaks with it. */
function portOf(worker: Worker): ElkWorker {
  const port: ElkWorker = { onmessage: null, postMessage: (message) => worker.postMessage(message) };
  worker.addEventListener("message", (event) => port.onmessage?.(event));
  return port;
}

function notInstalled(): UsageError {
  return new UsageError("missing_package", {
    message: "The chart is laid out by the package elkjs, which is not installed.",
    hint: "Run: npm install elkjs@0.12",
  });
}
