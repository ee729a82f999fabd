import { type JsonObject, toJson } from "../json.ts";
import { guardJson } from "./guard-json.ts";
import type { SessionNode } from "./session-condition.ts";

/** A session condition as JSON, one object for each node; of a predicate its name. What is hashed of it. */
export function sessionJson(node: SessionNode): JsonObject {
  switch (node.kind) {
    case "all":
    case "any":
      return { kind: node.kind, parts: node.parts.map(sessionJson) };
    case "not":
      return { kind: "not", part: sessionJson(node.part) };
    case "variables":
      return { kind: "variables", guard: guardJson(node.guard.node) };
    case "measure":
      return { kind: "measure", measure: node.measure, bounds: toJson(node.bounds) };
    case "predicate":
      return { kind: "predicate", name: node.name };
    default:
      return { ...node };
  }
}
