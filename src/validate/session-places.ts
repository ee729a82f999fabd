import { measures, type SessionNode } from "../graph/session-condition.ts";
import type { Place } from "./diagnostic.ts";

/** A part of a session condition and where it stands. */
export interface SessionPlace {
  readonly node: SessionNode;
  readonly path: Place;
}

/** Every part of a session condition, with its place. */
export function sessionPlaces(node: SessionNode, path: Place): Iterable<SessionPlace> {
  return placesOfObject({ node, path });
}

/** The places in what one object was read as: its parts, when there are several. */
function* placesOfObject({ node, path }: SessionPlace): Generator<SessionPlace> {
  if (node.kind !== "all" || !isOneObject(node.parts)) return yield* placesOfPart({ node, path });
  yield { node, path };
  for (const part of node.parts) yield* placesOfPart({ node: part, path });
}

/** The places in one part of an object, `path` being that of the object. */
function* placesOfPart({ node, path }: SessionPlace): Generator<SessionPlace> {
  const at = [...path, keyOf(node)];
  yield { node, path: at };
  if (node.kind === "not") yield* placesOfObject({ node: node.part, path: at });
  if (node.kind !== "all" && node.kind !== "any") return;
  for (const [index, part] of node.parts.entries()) yield* placesOfObject({ node: part, path: [...at, String(index)] });
}

/** Whether one object can be read as these parts: each key once, in the order in which they are read. */
function isOneObject(parts: readonly SessionNode[]): boolean {
  const ordinals = parts.map((part) => keys.indexOf(keyOf(part)));
  const rises = ordinals.every((ordinal, index) => index === 0 || ordinal > (ordinals[index - 1] ?? 0));
  return rises && (parts.length !== 1 || parts[0]?.kind === "all");
}

const keys: readonly string[] = ["variables", ...measures, "text", "agent", "tool", "all", "any", "not", "predicate"];

function keyOf(node: SessionNode): string {
  return node.kind === "measure" ? node.measure : node.kind;
}
