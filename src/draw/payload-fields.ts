import { jsonSchemaOf, type Schema } from "../graph/schema.ts";
import { isRecord } from "../json.ts";

/** Writes the fields of an object schema in one line: `{ orderId, reason? }`, or `{ … }` when it does not tell. */
export function payloadLabel(schema: Schema): string {
  const described = jsonSchemaOf(schema, "input");
  if (!("properties" in described) || !isRecord(described.properties)) return "{ … }";
  const required: readonly unknown[] = Array.isArray(described.required) ? described.required : [];
  const fields = Object.keys(described.properties).map((field) => (required.includes(field) ? field : `${field}?`));
  return fields.length === 0 ? "{ }" : `{ ${fields.join(", ")} }`;
}
