import { isRecord, type JsonObject, type JsonValue } from "../../json.ts";
import type { ModelReply, OfferedTool } from "../../runtime/ports.ts";
import { hasType, isSchemaObject, requiredOf } from "./strict-schema.ts";

/** Makes the arguments of a reply's calls fit the schemas that their tools really have. */
export function relaxCalls(reply: ModelReply, tools: readonly OfferedTool[]): ModelReply {
  const calls = reply.calls.map((call) => {
    const tool = tools.find(({ name }) => name === call.name);
    return tool === undefined ? call : { ...call, arguments: withoutStrictNulls(call.arguments, tool.parameters) };
  });
  return { ...reply, calls };
}

/**
 * Takes out of the arguments of a strict call each `null` that stands for a property which was left out, so
 * that they fit the tool's own schema. Text that is no JSON is given back as it is.
 */
export function withoutStrictNulls(text: string, schema: JsonObject): string {
  try {
    const value: JsonValue = JSON.parse(text);
    return JSON.stringify(restore(value, schema, schema));
  } catch {
    return text;
  }
}

function restore(value: JsonValue, schema: JsonObject, root: JsonObject): JsonValue {
  const own = branchFor(value, schema, root);
  if (Array.isArray(value)) return isSchemaObject(own.items) ? value.map(restoreItem(own.items, root)) : value;
  if (!isObject(value) || !isSchemaObject(own.properties)) return value;
  const { properties } = own;
  const required = requiredOf(own);
  const restored = Object.entries(value).flatMap(([name, part]) => {
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (part === undefined || !isSchemaObject(property)) return [[name, part]];
    if (part === null && !required.has(name) && !admitsNull(property, root)) return [];
    return [[name, restore(part, property, root)]];
  });
  return Object.fromEntries(restored);
}

function restoreItem(items: JsonObject, root: JsonObject): (item: JsonValue) => JsonValue {
  return (item) => restore(item, items, root);
}

function admitsNull(schema: JsonObject, root: JsonObject): boolean {
  const own = resolve(schema, root);
  if (own.const === null || (Array.isArray(own.enum) && own.enum.includes(null))) return true;
  return hasType(own, "null") || branchesOf(own).some((branch) => admitsNull(branch, root));
}

/** The branch of a union that a value was written for: strict mode makes each object have all of its keys. */
function branchFor(value: JsonValue, schema: JsonObject, root: JsonObject): JsonObject {
  const own = resolve(schema, root);
  const branches = branchesOf(own).map((branch) => resolve(branch, root));
  return branches.find((branch) => fits(value, branch)) ?? own;
}

function fits(value: JsonValue, branch: JsonObject): boolean {
  if (Array.isArray(value)) return hasType(branch, "array");
  if (!isObject(value) || !isSchemaObject(branch.properties)) return false;
  const { properties } = branch;
  const names = Object.keys(properties);
  return (
    names.length === Object.keys(value).length && names.every((name) => fitsConstant(value[name], properties[name]))
  );
}

function fitsConstant(value: JsonValue | undefined, schema: JsonValue | undefined): boolean {
  return value !== undefined && (!isSchemaObject(schema) || !("const" in schema) || schema.const === value);
}

function branchesOf(schema: JsonObject): readonly JsonObject[] {
  const union = schema.anyOf ?? schema.oneOf;
  return Array.isArray(union) ? union.filter(isSchemaObject) : [];
}

/** Follows references such as `#` and `#/$defs/Address`; one that leads nowhere gives a schema that says nothing. */
function resolve(schema: JsonObject, root: JsonObject): JsonObject {
  const seen = new Set<string>();
  let current = schema;
  while (typeof current.$ref === "string" && !seen.has(current.$ref)) {
    seen.add(current.$ref);
    current = find(current.$ref, root);
  }
  return current;
}

function find(reference: string, root: JsonObject): JsonObject {
  const path = reference
    .replace(/^#\/?/, "")
    .split("/")
    .filter((part) => part !== "");
  let current: JsonValue | undefined = root;
  for (const part of path) current = isSchemaObject(current) ? current[decodeURIComponent(part)] : undefined;
  return isSchemaObject(current) ? current : {};
}

function isObject(value: JsonValue): value is JsonObject {
  return isRecord(value);
}
