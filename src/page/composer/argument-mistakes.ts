import { isRecord, type JsonObject, type JsonValue } from "../../json.ts";
import { type SchemaField, schemaFields } from "./schema-field.ts";

/**
 * What of arguments does not fit their schema, in sentences. It looks for what a form can get wrong; the runtime judges
 * them by the schema itself.
 */
export function argumentMistakes(given: JsonValue, schema: JsonObject): readonly string[] {
  if (!isRecord(given)) return ["The arguments must be an object."];
  return schemaFields(schema).flatMap((field) => {
    const value = given[field.name];
    if (value === undefined) return field.isRequired ? [`${field.name} is missing.`] : [];
    return fieldMistakes(field, value);
  });
}

function fieldMistakes({ name, kind, values, isNullable, schema }: SchemaField, value: unknown): readonly string[] {
  if (value === null && isNullable) return [];
  switch (kind) {
    case "text":
      return typeof value !== "string"
        ? [`${name} must be a text.`]
        : typeof schema.minLength === "number" && value.length < schema.minLength
          ? [`${name} must have ${schema.minLength} characters at least.`]
          : [];
    case "number":
    case "integer":
      return numberMistakes(name, value, schema, kind === "integer");
    case "boolean":
      return typeof value === "boolean" ? [] : [`${name} must be yes or no.`];
    case "choice":
      return values.some((one) => one === value) ? [] : [`${name} must be one of ${values.map(String).join(", ")}.`];
    case "json":
      return isUnread(value) ? [`${name} is no JSON.`] : [];
  }
}

function numberMistakes(name: string, value: unknown, schema: JsonObject, isWhole: boolean): readonly string[] {
  if (typeof value !== "number" || !Number.isFinite(value)) return [`${name} must be a number.`];
  if (isWhole && !Number.isInteger(value)) return [`${name} must be a whole number.`];
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema;
  if (typeof minimum === "number" && value < minimum) return [`${name} must be ${minimum} at least.`];
  if (typeof maximum === "number" && value > maximum) return [`${name} must be ${maximum} at most.`];
  if (typeof exclusiveMinimum === "number" && value <= exclusiveMinimum)
    return [`${name} must be above ${exclusiveMinimum}.`];
  if (typeof exclusiveMaximum === "number" && value >= exclusiveMaximum)
    return [`${name} must be below ${exclusiveMaximum}.`];
  return [];
}

/** A text in the place of JSON that could not be read as such: see `SchemaForm`. */
export interface Unread {
  readonly [unreadKey]: string;
}

/** Under what a form keeps a text that is no JSON yet; no schema has such a name. */
export const unreadKey = "\u0000unread";

function isUnread(value: unknown): value is Unread {
  return isRecord(value) && unreadKey in value;
}
