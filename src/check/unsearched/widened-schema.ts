import { jsonSchemaOf, type Schema } from "../../graph/schema.ts";
import { canonicalJson, isRecord, type JsonObject, type JsonValue, toJson } from "../../json.ts";
import type { Difference } from "./difference.ts";
import { boundKeywords, isBoundedBy } from "./schema-bounds.ts";

/*
 * Whether a JSON Schema lets through what an older one did not. "No" is certain; what is not understood is told. A property
 * that a schema does not list is one that it does not have, unless `additionalProperties` says so: most libraries drop it.
 */

/** Where a schema may let through more than an old one; `null` when it certainly does not. */
export function widenedSchema(now: Described, before: Described): Difference | null {
  if (now === before) return null;
  const [present, past] = [described(now), described(before)];
  if (present === null || past === null) return { now: "another schema", before: "one that no JSON Schema describes" };
  return widened(present, past, []);
}

/** A schema, or what stands for one that was left out. */
export type Described = Schema | { readonly leftOut: JsonObject };

function described(schema: Described): JsonObject | null {
  if ("leftOut" in schema) return schema.leftOut;
  const found = jsonSchemaOf(schema, "input");
  return "unsupported" in found ? null : found;
}

/** Where a part of a JSON Schema may let through more than an older one. */
export function widened(now: JsonObject, before: JsonObject, path: readonly string[]): Difference | null {
  const [present, past] = [withoutNotes(now), withoutNotes(before)];
  if (Object.keys(past).length === 0 || sameJson(present, past)) return null;
  const here = difference(path, JSON.stringify(present), JSON.stringify(past));
  const ways = alternatives(present);
  if (ways !== null) return ways.every((way) => widened(way, past, path) === null) ? null : here;
  const wider = alternatives(past);
  if (wider !== null) {
    return Object.keys(past).length === 1 && wider.some((way) => widened(present, way, path) === null) ? null : here;
  }
  const values = valuesOf(present);
  if (values !== null) return values.every((value) => fits(value, past)) ? null : here;
  if (valuesOf(past) !== null || !isTyped(present, past) || !isBoundedBy(present, past)) return here;
  const unknown = [...Object.keys(past), ...partly].filter((keyword) => !understood.has(keyword));
  if (unknown.some((keyword) => !sameJson(present[keyword], past[keyword]))) return here;
  return widenedProperties(present, past, path) ?? widenedItems(present, past, path);
}

const understood: ReadonlySet<string> = new Set([
  ...["type", "properties", "required", "additionalProperties", "items"],
  ...boundKeywords,
]);

/** What takes items and properties out of what the other keywords say of them. */
const partly = ["prefixItems", "patternProperties"];

const notes: readonly string[] = ["$schema", "$id", "$comment", "title", "description", "default", "examples"];

function withoutNotes(schema: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => !notes.includes(keyword)));
}

function alternatives(schema: JsonObject): readonly JsonObject[] | null {
  const ways = schema.anyOf ?? schema.oneOf;
  return Array.isArray(ways) ? ways.map(schemaOf) : null;
}

function valuesOf(schema: JsonObject): readonly JsonValue[] | null {
  if (schema.const !== undefined) return [schema.const];
  return Array.isArray(schema.enum) ? schema.enum : null;
}

/** Whether a value is let through, as far as types and lists of values tell; what else a schema asks is taken to forbid it. */
function fits(value: JsonValue, schema: JsonObject): boolean {
  if (Object.keys(schema).some((keyword) => !["type", "enum", "const"].includes(keyword))) return false;
  const values = valuesOf(schema);
  return values === null ? typesOf(schema).includes(typeOf(value)) : values.some((one) => sameJson(one, value));
}

function typeOf(value: JsonValue): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

function isTyped(now: JsonObject, before: JsonObject): boolean {
  const [own, allowed] = [typesOf(now), typesOf(before)];
  if (allowed.length === 0) return true;
  const isAllowed = (type: string): boolean =>
    allowed.includes(type) || (type === "integer" && allowed.includes("number"));
  return own.length > 0 && own.every(isAllowed);
}

function typesOf({ type }: JsonObject): readonly string[] {
  return (Array.isArray(type) ? type : [type]).filter((one) => typeof one === "string");
}

function widenedProperties(now: JsonObject, before: JsonObject, path: readonly string[]): Difference | null {
  const [own, old] = [propertiesOf(now), propertiesOf(before)];
  const [needed, wasNeeded] = [now, before].map(({ required }) => (Array.isArray(required) ? required : []));
  const dropped = wasNeeded?.find((name) => needed?.includes(name) !== true);
  if (dropped !== undefined) return difference([...path, String(dropped)], "not required", "required");
  const wider = firstOf(Object.entries(own), ([name, schema]) => {
    const past = Object.hasOwn(old, name) ? old[name] : before.additionalProperties;
    const isNew = past === undefined ? before.properties !== undefined : past === false;
    const at = [...path, name];
    return isNew ? difference(at, JSON.stringify(schema), "not there") : widened(schemaOf(schema), schemaOf(past), at);
  });
  if (wider !== null) return wider;
  if (!isAsClosed(now, before)) return difference(path, closedness(now), closedness(before));
  const { additionalProperties: open } = now;
  if (open === undefined) return null;
  const gone = Object.entries(old).filter(([name]) => !Object.hasOwn(own, name));
  return firstOf(gone, ([name, schema]) => widened(schemaOf(open), schemaOf(schema), [...path, name]));
}

function firstOf<Item>(items: readonly Item[], read: (item: Item) => Difference | null): Difference | null {
  for (const item of items) {
    const found = read(item);
    if (found !== null) return found;
  }
  return null;
}

function propertiesOf({ properties }: JsonObject): JsonObject {
  return isRecord(properties) ? (properties as JsonObject) : {}; // a part of JSON
}

/** Whether what is not listed is treated as strictly: refused, dropped, or let through as a schema says. */
function isAsClosed({ additionalProperties: now }: JsonObject, { additionalProperties: before }: JsonObject): boolean {
  if (now === false || sameJson(now, before)) return true;
  if (before === undefined || before === false || now === undefined) return before !== false && now === undefined;
  return widened(schemaOf(now), schemaOf(before), []) === null;
}

function closedness({ additionalProperties }: JsonObject): string {
  if (additionalProperties === false) return "closed for other properties";
  return additionalProperties === undefined ? "not closed for other properties" : "open for other properties";
}

function widenedItems(now: JsonObject, before: JsonObject, path: readonly string[]): Difference | null {
  return before.items === undefined ? null : widened(schemaOf(now.items), schemaOf(before.items), [...path, "items"]);
}

/** `true` lets through anything, as what is left out does, `false` nothing. */
function schemaOf(value: JsonValue | undefined): JsonObject {
  if (typeof value === "boolean") return value ? {} : { enum: [] };
  return isRecord(value) ? (value as JsonObject) : {}; // a part of JSON
}

function sameJson(one: unknown, other: unknown): boolean {
  return canonicalJson(toJson(one)) === canonicalJson(toJson(other));
}

function difference(path: readonly string[], now: string, before: string): Difference {
  return { ...(path.length === 0 ? {} : { at: path.join(".") }), now, before };
}
