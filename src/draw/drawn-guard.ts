import type { GuardNode } from "../graph/guard.ts";
import { guardJson } from "../graph/guard-json.ts";
import { guardLabel } from "../graph/guard-label.ts";
import type { JsonObject } from "../json.ts";

/** A guard in a drawing: as a person reads it, and as a program does. */
export interface DrawnGuard {
  /** `verified and amount ≤ 500`. */
  readonly label: string;
  /** See `guardJson`: one object for each node. */
  readonly tree: JsonObject;
}

/** Writes a guard for a drawing; of a predicate its name and what it reads are kept. */
export function drawnGuard(guard: GuardNode | null): DrawnGuard | null {
  return guard === null ? null : { label: guardLabel(guard), tree: guardJson(guard) };
}
