import type { GuardNode } from "../graph/guard.ts";

/** What a place without a guard asks. */
export const always: GuardNode = Object.freeze({ kind: "all", parts: Object.freeze([]) });

/** A question that may be answered either way, whatever other questions are answered. */
export function eitherWay(): GuardNode {
  return { kind: "predicate", name: "unanswerable", reads: [], test: () => false };
}
