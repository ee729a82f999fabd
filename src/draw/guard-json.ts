import type { GuardNode } from "../graph/guard.ts";
import { guardLabel } from "../graph/guard-label.ts";
import type { JsonObject } from "../json.ts";

/** A guard in a drawing: as a person reads it, and as a program does. */
export interface DrawnGuard {
  /** `verified and amount ≤ 500`. */
  readonly label: string;
  /** One object for each node: `{ kind: "all" | "any", parts }`, `{ kind: "not", part }`, `{ kind: "oneOf", variable, values }`,
   * `{ kind: "compare", variable, operator, bound }`, `{ kind: "predicate", name, reads }`. */
  readonly tree: JsonObject;
}

/** Writes a guard for a drawing; of a predicate its name and what it reads are kept. */
export function drawnGuard(guard: GuardNode | null): DrawnGuard | null {
  return guard === null ? null : { label: guardLabel(guard), tree: tree(guard) };
}

function tree(guard: GuardNode): JsonObject {
  switch (guard.kind) {
    case "all":
    case "any":
      return { kind: guard.kind, parts: guard.parts.map(tree) };
    case "not":
      return { kind: "not", part: tree(guard.part) };
    case "oneOf":
      return { kind: "oneOf", variable: guard.variable, values: guard.values };
    case "compare":
      return { kind: "compare", variable: guard.variable, operator: guard.operator, bound: guard.bound };
    case "predicate":
      return { kind: "predicate", name: guard.name, reads: guard.reads };
  }
}
