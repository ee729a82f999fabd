import type { JsonObject, JsonValue } from "../../json.ts";
import { type SchemaField, schemaFields } from "./schema-field.ts";

/** What a form begins with: only what must be there. */
export function startingArguments(schema: JsonObject): JsonObject {
  return Object.fromEntries(
    schemaFields(schema)
      .filter(({ isRequired }) => isRequired)
      .map((field) => [field.name, startOf(field)]),
  );
}

function startOf({ kind, values, isNullable, schema }: SchemaField): JsonValue {
  if (schema.default !== undefined) return schema.default;
  if (isNullable) return null;
  switch (kind) {
    case "text":
      return "";
    case "number":
    case "integer":
      return 0;
    case "boolean":
      return false;
    case "choice":
      return values[0] ?? null;
    case "json":
      return schema.type === "array" ? [] : {};
  }
}
