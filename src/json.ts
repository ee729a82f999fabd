import canonicalize from "canonicalize";

/** A value that JSON can carry without loss. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

/** An object that JSON can carry without loss. */
export interface JsonObject {
  readonly [key: string]: JsonValue | undefined;
}

/**
 * Writes a value as canonical JSON (RFC 8785): keys sorted, one spelling per number, no blanks.
 * Properties that are `undefined` are left out.
 *
 * @throws Where there is none: of `NaN`, an infinity, half of a surrogate pair, and of what contains itself.
 */
export function canonicalJson(value: JsonValue): string {
  return canonicalize(value) ?? "null";
}

/**
 * Takes any value to JSON, as `JSON.stringify` would, and never throws: a part that JSON cannot carry (a BigInt, a
 * function, a symbol) becomes a string that says so, a value with a cycle as a whole. The result is a copy.
 */
export function toJson(value: unknown): JsonValue {
  if (value === undefined) return null;
  if (typeof value === "string" || typeof value === "boolean" || value === null) return value;
  try {
    const text = JSON.stringify(value, (_, part: unknown) => carried(part));
    return text === undefined ? `[${typeof value}]` : JSON.parse(text);
  } catch (error) {
    return `[not JSON: ${errorText(error)}]`;
  }
}

/** Nothing that people or models say is nested deeper; what is, is a mistake, an attack, or contains itself. */
const deepest = 200;

/**
 * Whether JSON carries a value without loss; properties that are `undefined` count as absent. What is nested more
 * than 200 deep counts as not carried, so what contains itself does.
 */
export function isJson(value: unknown, depth = 0): value is JsonValue {
  switch (typeof value) {
    case "string":
    case "boolean":
      return true;
    case "number":
      return Number.isFinite(value);
    case "object":
      if (value === null) return true;
      if (depth === deepest) return false;
      if (Array.isArray(value)) return value.every((part) => isJson(part, depth + 1));
      if (!isPlain(value)) return false;
      return Object.values(value).every((part) => part === undefined || isJson(part, depth + 1));
    default:
      return false;
  }
}

/** The text of anything that was thrown; never throws itself. */
export function errorText(error: unknown): string {
  if (error instanceof Error) return error.message;
  try {
    return String(error);
  } catch {
    return "something that cannot be written as text";
  }
}

function carried(part: unknown): unknown {
  switch (typeof part) {
    case "bigint":
      return String(part);
    case "function":
    case "symbol":
      return `[${typeof part}]`;
    case "number":
      return Number.isFinite(part) ? part : String(part);
    default:
      return part;
  }
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Whether a value is an object with keys: not null, not an array. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Reads an own property, so that no name finds a member of `Object.prototype`. */
export function lookup<Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

/** Freezes a tree of plain objects and arrays in place; class instances and functions are left as they are. */
export function deepFreeze<Value>(value: Value): Value {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  if (!Array.isArray(value) && !isPlain(value)) return value;
  Object.freeze(value);
  for (const part of Object.values(value)) deepFreeze(part);
  return value;
}

/** Whether a text is longer than so many bytes in UTF-8; encodes it only when its length leaves that open. */
export function exceedsBytes(text: string, maxBytes: number): boolean {
  if (text.length * 3 <= maxBytes) return false;
  return text.length > maxBytes || byteLength(text) > maxBytes;
}

/** The length of a text in UTF-8. */
export function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}
