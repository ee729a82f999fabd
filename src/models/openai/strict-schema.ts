import { isRecord, type JsonObject, type JsonValue, toJson } from "../../json.ts";

/** A schema that OpenAI's strict mode accepts, or every reason why there is none. */
export type StrictSchema =
  | { readonly ok: true; readonly schema: JsonObject }
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * Keywords that strict mode takes as they are. Others that only narrow a value (`minLength`) or annotate it
 * (`default`) are left out: the tool's own schema checks the arguments afterwards.
 * Source: OpenAI's guide "Structured model outputs", section "Supported schemas".
 */
const keptKeywords: readonly string[] = [
  ...["type", "description", "enum", "const", "pattern"],
  ...["multipleOf", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum", "minItems", "maxItems"],
];

const knownFormats: readonly unknown[] = [
  ...["date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid"],
];

/** Keywords without which a schema would mean something else, and which strict mode does not know. */
const unknownKeywords: readonly string[] = [
  ...["allOf", "not", "if", "then", "else", "dependentRequired", "dependentSchemas"],
  ...["patternProperties", "propertyNames", "prefixItems"],
];

/**
 * Turns the JSON Schema of a tool's arguments into one that OpenAI's strict mode accepts: no object has other
 * keys than its own, every property is required, and one that was optional may be `null` instead. Such a `null`
 * stands for "left out": `openaiModel` removes it from the calls that it receives.
 *
 * @example
 * ```ts
 * import { strictSchema } from "handoff-machine/openai";
 *
 * const result = strictSchema({ type: "object", properties: { note: { type: "string" } } });
 * result.ok; // => true
 * strictSchema({ type: "object", properties: { note: {} } }).ok; // => false
 * ```
 */
export function strictSchema(schema: Readonly<Record<string, unknown>>): StrictSchema {
  const problems: string[] = [];
  if (schema.type !== "object") problems.push("$: the arguments must be an object");
  const strict = tighten(toJson({ properties: {}, ...schema }), { place: "$", problems });
  return problems.length === 0 ? { ok: true, schema: strict } : { ok: false, problems };
}

interface Walk {
  readonly place: string;
  readonly problems: string[];
}

function tighten(schema: JsonValue | undefined, walk: Walk): JsonObject {
  if (!isSchemaObject(schema)) return impossible(walk, "any value is allowed, but strict mode needs a type");
  for (const keyword of unknownKeywords) {
    if (keyword in schema) walk.problems.push(`${walk.place}: strict mode does not know ${keyword}`);
  }
  if (typeof schema.$ref === "string") {
    if (!schema.$ref.startsWith("#/$defs/") && schema.$ref !== "#")
      walk.problems.push(`${walk.place}: strict mode finds ${schema.$ref} only in $defs`);
    return { $ref: schema.$ref };
  }
  const union = schema.anyOf ?? schema.oneOf;
  const defined = isSchemaObject(schema.$defs) ? { $defs: tightenAll(schema.$defs, within(walk, "$defs")) } : {};
  if (Array.isArray(union) && (walk.place === "$" || "properties" in schema)) {
    return impossible(walk, "alternatives stand at the root, or beside properties, where strict mode takes none");
  }
  if (Array.isArray(union)) return { ...describe(schema), ...defined, ...tightenUnion(union, walk) };
  return { ...keep(schema), ...defined, ...tightenByType(schema, walk) };
}

function tightenByType(schema: JsonObject, walk: Walk): JsonObject {
  if (hasType(schema, "object")) return tightenObject(schema, walk);
  if (hasType(schema, "array")) return { items: tighten(schema.items, within(walk, "[]")) };
  if (schema.type !== undefined || schema.enum !== undefined || schema.const !== undefined) return {};
  return impossible(walk, "any value is allowed, but strict mode needs a type");
}

function tightenObject(schema: JsonObject, walk: Walk): JsonObject {
  const { properties, additionalProperties = false } = schema;
  if (additionalProperties !== false)
    return impossible(walk, "keys of any name are allowed, but strict mode needs their names");
  if (!isSchemaObject(properties))
    return impossible(walk, "the object has no properties, but strict mode needs their names");
  const required = requiredOf(schema);
  const tightened = Object.entries(tightenAll(properties, walk)).map(([name, property]) =>
    required.has(name) ? [name, property] : [name, orNull(property)],
  );
  return {
    properties: Object.fromEntries(tightened),
    required: Object.keys(properties),
    additionalProperties: false,
  };
}

function tightenUnion(branches: readonly JsonValue[], walk: Walk): JsonObject {
  return { anyOf: branches.map((branch, index) => tighten(branch, within(walk, `|${index}`))) };
}

function tightenAll(schemas: JsonObject, walk: Walk): Readonly<Record<string, JsonObject>> {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, tighten(schema, within(walk, `.${name}`))]),
  );
}

function keep(schema: JsonObject): JsonObject {
  const kept = Object.entries(schema).filter(([keyword]) => keptKeywords.includes(keyword));
  return { ...Object.fromEntries(kept), ...(knownFormats.includes(schema.format) && { format: schema.format }) };
}

function describe({ description }: JsonObject): JsonObject {
  return description === undefined ? {} : { description };
}

function orNull(schema: JsonObject): JsonObject {
  const { description, ...rest } = schema;
  const branches = Array.isArray(rest.anyOf) ? rest.anyOf : [rest];
  const nullable = branches.some((branch) => isSchemaObject(branch) && hasType(branch, "null"));
  return nullable ? schema : { ...describe({ description }), anyOf: [...branches, { type: "null" }] };
}

function impossible({ place, problems }: Walk, reason: string): JsonObject {
  problems.push(`${place}: ${reason}`);
  return {};
}

function within({ place, problems }: Walk, step: string): Walk {
  return { place: `${place}${step}`, problems };
}

/** The names of an object schema's required properties. */
export function requiredOf({ required }: JsonObject): ReadonlySet<unknown> {
  return new Set(Array.isArray(required) ? required : []);
}

/** Whether a schema admits values of a type. */
export function hasType({ type }: JsonObject, name: string): boolean {
  return Array.isArray(type) ? type.includes(name) : type === name;
}

/** Whether a JSON value is a schema with keywords. */
export function isSchemaObject(value: JsonValue | undefined): value is JsonObject {
  return isRecord(value);
}
