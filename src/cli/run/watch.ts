import type { Observer } from "../../runtime/ports.ts";
import type { ApprovalSettled, Update } from "../../runtime/update.ts";

/** Sees what a session does, also by itself, while nobody follows a run: a time to decide that passes. */
export interface Watch extends Observer {
  /** While the work goes on, the handler is told of every update, at once and in order. */
  during<Value>(onUpdate: (update: Update) => void, work: () => Promise<Value>): Promise<Value>;
}

/** Makes an observer that tells whoever watches at the moment. */
export function createWatch(): Watch {
  const handlers = new Set<(update: Update) => void>();
  return {
    onUpdate(_, update) {
      for (const handle of handlers) handle(update);
    },
    async during(onUpdate, work) {
      handlers.add(onUpdate);
      try {
        return await work();
      } finally {
        handlers.delete(onUpdate);
      }
    },
  };
}

/** Whether an update tells that nobody decided about a call in time. */
export function isExpiry(update: Update): update is ApprovalSettled {
  return update.type === "approval.settled" && update.expired === true;
}
