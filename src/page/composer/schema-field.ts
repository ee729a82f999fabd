import { isRecord, type JsonObject, type JsonValue } from "../../json.ts";

/** How a part of the arguments is asked for. */
export interface SchemaField {
  readonly name: string;
  readonly kind: "text" | "number" | "integer" | "boolean" | "choice" | "json";
  readonly isRequired: boolean;
  readonly isNullable: boolean;
  readonly description: string;
  /** Of a choice. */
  readonly values: readonly JsonValue[];
  readonly schema: JsonObject;
}

/** Reads the fields of an object's JSON Schema; what has no simple form is asked for as JSON. */
export function schemaFields({ properties, required }: JsonObject): readonly SchemaField[] {
  if (!isRecord(properties)) return [];
  const wanted: readonly unknown[] = Array.isArray(required) ? required : [];
  return Object.entries(properties).map(([name, part]) => {
    const schema: JsonObject = isSchema(part) ? part : {};
    const { inner, isNullable } = withoutNull(schema);
    return {
      name,
      ...shapeOf(inner),
      isRequired: wanted.includes(name),
      isNullable,
      description: typeof schema.description === "string" ? schema.description : "",
      schema,
    };
  });
}

function shapeOf(schema: JsonObject): Pick<SchemaField, "kind" | "values"> {
  if ("const" in schema && schema.const !== undefined) return { kind: "choice", values: [schema.const] };
  if (Array.isArray(schema.enum)) return { kind: "choice", values: schema.enum };
  switch (schema.type) {
    case "string":
      return { kind: "text", values: [] };
    case "number":
    case "integer":
    case "boolean":
      return { kind: schema.type, values: [] };
    default:
      return { kind: "json", values: [] };
  }
}

/** `anyOf: [S, null]` and `type: [T, "null"]` are S and T that may be left empty. */
function withoutNull(schema: JsonObject): { readonly inner: JsonObject; readonly isNullable: boolean } {
  if (Array.isArray(schema.anyOf)) {
    const rest = schema.anyOf.filter(isSchema).filter(({ type }) => type !== "null");
    const [only] = rest;
    if (rest.length === 1 && only !== undefined) return { inner: only, isNullable: schema.anyOf.length > 1 };
  }
  if (Array.isArray(schema.type)) {
    const rest = schema.type.filter((type) => type !== "null");
    const [only] = rest;
    if (rest.length === 1 && only !== undefined) return { inner: { ...schema, type: only }, isNullable: true };
  }
  return { inner: schema, isNullable: false };
}

function isSchema(value: unknown): value is JsonObject {
  return isRecord(value);
}
