import type { Observer } from "../../runtime/ports.ts";
import type { Update } from "../../runtime/update.ts";

/** What happened in a conversation, counted. */
export interface Tally extends Observer {
  /** The agents that had the conversation, in order. */
  readonly path: readonly string[];
  readonly modelCalls: number;
  readonly toolCalls: number;
  readonly refusedHandoffs: number;
  readonly approvals: { readonly granted: number; readonly denied: number };
}

/** Counts what it observes. */
export function createTally(): Tally {
  const path: string[] = [];
  const approvals = { granted: 0, denied: 0 };
  const counts = { modelCalls: 0, toolCalls: 0, refusedHandoffs: 0 };

  function count(update: Update): void {
    switch (update.type) {
      case "turn.started":
        counts.modelCalls++;
        if (path.length === 0) path.push(update.agent);
        break;
      case "tool.started":
        counts.toolCalls++;
        break;
      case "handoff.made":
        path.push(update.to);
        break;
      case "handoff.refused":
        counts.refusedHandoffs++;
        break;
      case "approval.settled":
        approvals[update.granted ? "granted" : "denied"]++;
        break;
      default:
    }
  }

  return {
    path,
    approvals,
    get modelCalls() {
      return counts.modelCalls;
    },
    get toolCalls() {
      return counts.toolCalls;
    },
    get refusedHandoffs() {
      return counts.refusedHandoffs;
    },
    onUpdate: (_, update) => count(update),
  };
}
