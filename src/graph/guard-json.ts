import type { JsonObject } from "../json.ts";
import type { GuardNode } from "./guard.ts";

/**
 * A guard as JSON, one object for each node: `{ kind: "all" | "any", parts }`, `{ kind: "not", part }`,
 * `{ kind: "oneOf", variable, values }`, `{ kind: "compare", variable, operator, bound }`, and of a predicate its
 * name and what it reads. What is hashed of a guard, and what drawings carry.
 */
export function guardJson(guard: GuardNode): JsonObject {
  switch (guard.kind) {
    case "all":
    case "any":
      return { kind: guard.kind, parts: guard.parts.map(guardJson) };
    case "not":
      return { kind: "not", part: guardJson(guard.part) };
    case "predicate":
      return { kind: "predicate", name: guard.name, reads: guard.reads };
    default:
      return { ...guard };
  }
}
