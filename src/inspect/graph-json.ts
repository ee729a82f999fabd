import type { JsonObject, JsonValue } from "../json.ts";

/**
 * A graph, and the properties that are asked of it, as JSON.
 *
 * In `graph` and `properties` stands everything as it is, but: `{ $function: n }` and `{ $schema: n }` are the function and
 * the schema of that number, `{ $value: "undefined" | "NaN" | "Infinity" | "-Infinity" | "-0" }` what JSON has no word for,
 * `{ $class: json }` what is no literal and is written as this JSON, and `{ $object: … }` an object with such a key of its own.
 */
export interface GraphJson extends JsonObject {
  readonly format: 1;
  readonly graph: JsonValue;
  readonly properties: JsonValue;
  /** Each function once: analysis knows them by their identity. */
  readonly functions: readonly FunctionJson[];
  readonly schemas: readonly SchemaJson[];
}

/** A function: where it stands, and of a predicate what it says. */
export interface FunctionJson extends JsonObject {
  /** Where it stands first. */
  readonly place: string;
  /** One for each list of variables that it was declared to read; empty of what is no predicate on variables. */
  readonly tables: readonly PredicateTable[];
}

/** What a predicate says, for all the values that a checker asks it about. */
export interface PredicateTable extends JsonObject {
  readonly reads: readonly string[];
  /** Of each that it reads the values; `null` where they are not finite, or too many to ask for. */
  readonly values: readonly (readonly JsonValue[])[] | null;
  /** By row the index in `outcomes`; the first of `reads` counts fastest. Empty without `values`. */
  readonly rows: readonly number[];
  readonly outcomes: readonly PredicateOutcome[];
  /** What it says of the variables' initial values, which validation asks; `null` where it is not asked. */
  readonly initial: { readonly values: readonly JsonValue[]; readonly outcome: PredicateOutcome } | null;
}

/** What a predicate said once: whether it holds, or what it threw, and whether that is a misuse. */
export type PredicateOutcome = boolean | { readonly error: string; readonly isMisuse: boolean };

/** A schema: its JSON Schemas, and what it says of the values that a graph itself gives it. */
export interface SchemaJson extends JsonObject {
  readonly input: JsonValue;
  readonly output: JsonValue;
  readonly answers: readonly { readonly value: string; readonly problems: readonly string[] }[];
}
