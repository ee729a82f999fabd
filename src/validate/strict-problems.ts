import { isRecord } from "../json.ts";

/** A place in a JSON Schema that no provider's strict mode can express. */
export interface StrictProblem {
  /** From the root, for messages: `filter.tags[]`. */
  readonly place: string;
  /** For messages: `has keys of any name`. */
  readonly reason: string;
}

/**
 * Lists what strict modes do not know: keys of any name, values of any type, and keywords without which the
 * schema would mean something else. What an adapter can rewrite is not listed: optional properties, `oneOf`,
 * and keywords that only narrow a value.
 * Source: OpenAI's guide "Structured model outputs", section "Supported schemas".
 */
export function* strictProblems(schema: unknown, place = ""): Generator<StrictProblem> {
  if (!isRecord(schema)) return;
  for (const keyword of unknownKeywords) {
    if (Object.hasOwn(schema, keyword)) yield { place: named(place), reason: `uses ${keyword}` };
  }
  if (isUntyped(schema)) yield { place: named(place), reason: "can be anything" };
  const { additionalProperties, properties, items, $defs } = schema;
  if (additionalProperties !== undefined && additionalProperties !== false) {
    yield { place: named(place), reason: "has keys of any name" };
  }
  for (const [name, property] of Object.entries(isRecord(properties) ? properties : {})) {
    yield* strictProblems(property, place === "" ? name : `${place}.${name}`);
  }
  yield* strictProblems(items, `${place}[]`);
  for (const branch of [schema.anyOf, schema.oneOf].filter(Array.isArray).flat()) yield* strictProblems(branch, place);
  for (const definition of Object.values(isRecord($defs) ? $defs : {})) yield* strictProblems(definition, place);
}

const unknownKeywords: readonly string[] = [
  ...["allOf", "not", "if", "then", "else", "dependentRequired", "dependentSchemas"],
  ...["patternProperties", "propertyNames", "prefixItems"],
];

function isUntyped(schema: Readonly<Record<string, unknown>>): boolean {
  return !["type", "enum", "const", "anyOf", "oneOf", "allOf", "not", "$ref"].some((keyword) =>
    Object.hasOwn(schema, keyword),
  );
}

function named(place: string): string {
  return place === "" ? "it" : place;
}
