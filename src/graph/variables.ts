import { isRecord, type JsonObject } from "../json.ts";
import type { Scalar } from "./guard.ts";

/** What a variable can be, as far as guards can tell. */
export interface VariableDomain {
  readonly type: "boolean" | "number" | "integer" | "string" | "enum" | "object" | "unknown";
  /** Whether `null` is one of its values. */
  readonly nullable: boolean;
  /** All its values but `null`, when they are finitely many. */
  readonly values: readonly Scalar[] | null;
  readonly minimum: number | null;
  readonly maximum: number | null;
}

/** Reads the domain of each variable from the JSON Schema of the variables' object; `null` when it is no object. */
export function variableDomains(schema: JsonObject): Readonly<Record<string, VariableDomain>> | null {
  const properties = schema.properties;
  if (schema.type !== "object" || !isRecord(properties)) return null;
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [name, domainOf(resolved(property, schema))]),
  );
}

/** A schema that is named is elsewhere in the same document; one of variables refers to no other, nor to itself. */
function resolved(property: unknown, schema: JsonObject): unknown {
  if (!isRecord(property) || typeof property.$ref !== "string" || !property.$ref.startsWith("#/")) return property;
  const path = property.$ref.slice(2).split("/");
  return path.reduce(
    (at: unknown, key) => (isRecord(at) ? at[key.replaceAll("~1", "/").replaceAll("~0", "~")] : undefined),
    schema,
  );
}

function domainOf(property: unknown): VariableDomain {
  if (!isRecord(property)) return domain("unknown");
  const alternatives = property.anyOf ?? property.oneOf;
  if (Array.isArray(alternatives)) return unite(alternatives.map(domainOf));
  if (Array.isArray(property.type)) {
    return unite(property.type.map((type: unknown) => domainOf({ ...property, type })));
  }
  if ("const" in property) return finite([property.const]);
  if (Array.isArray(property.enum)) return finite(property.enum);
  switch (property.type) {
    case "null":
      return { ...domain("enum"), nullable: true, values: [] };
    case "boolean":
      return { ...domain("boolean"), values: [false, true] };
    case "number":
    case "integer":
      return { ...domain(property.type), ...rangeOf(property) };
    case "string":
      return domain("string");
    case "object":
    case "array":
      return domain("object");
    default:
      return domain("unknown");
  }
}

function domain(type: VariableDomain["type"]): VariableDomain {
  return { type, nullable: false, values: null, minimum: null, maximum: null };
}

function finite(values: readonly unknown[]): VariableDomain {
  const scalars = values.filter((value) => ["string", "number", "boolean"].includes(typeof value)) as Scalar[];
  return { ...domain("enum"), nullable: values.includes(null), values: [...new Set(scalars)] };
}

function unite(domains: readonly VariableDomain[]): VariableDomain {
  const nullable = domains.some((one) => one.nullable);
  const rest = domains.filter((one) => one.values === null || one.values.length > 0);
  const [first] = rest;
  if (first === undefined) return { ...finite([]), nullable };
  if (rest.length === 1) return { ...first, nullable };
  const values = rest.flatMap((one) => one.values ?? []);
  return rest.every((one) => one.values !== null)
    ? { ...finite(values), nullable }
    : { ...domain("unknown"), nullable };
}

/** The range of a number. A bound that is no value itself is told all the same: no number is the nearest to it. */
function rangeOf(property: Readonly<Record<string, unknown>>): Pick<VariableDomain, "minimum" | "maximum"> {
  const isWhole = property.type === "integer";
  const [above, below] = [bound(property.exclusiveMinimum), bound(property.exclusiveMaximum)];
  return {
    minimum: bound(property.minimum) ?? (above !== null && isWhole ? Math.floor(above) + 1 : above),
    maximum: bound(property.maximum) ?? (below !== null && isWhole ? Math.ceil(below) - 1 : below),
  };
}

/** JSON Schema spells an unbounded integer with the safe-integer limits. */
function bound(value: unknown): number | null {
  return typeof value === "number" && Math.abs(value) < Number.MAX_SAFE_INTEGER ? value : null;
}
