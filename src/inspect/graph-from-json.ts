import type { GraphProperty } from "../check/graph-property.ts";
import { HandoffError, NotHereError, UsageError } from "../errors.ts";
import type { Graph } from "../graph/graph.ts";
import type { Schema } from "../graph/schema.ts";
import { deepFreeze, isRecord, type JsonObject, type JsonValue } from "../json.ts";
import type { FunctionJson, GraphJson, SchemaJson } from "./graph-json.ts";
import { tabulatedAnswer } from "./predicate-table.ts";
import { askedText } from "./schema-to-json.ts";

/**
 * Reads a graph that `graphToJson` wrote. It validates, draws, compiles, checks and hashes as the one that was written; its
 * schemas describe themselves and refuse to judge, its functions throw, its predicates answer by their tables.
 *
 * @throws {UsageError} `bad_option` when `graphToJson` has not written it.
 */
export function graphFromJson(json: JsonObject): Graph {
  return read(checked(json), ({ graph }) => graph) as Graph; // written from one, by the format
}

/** Reads the properties that were written with a graph. @throws {UsageError} `bad_option` as {@link graphFromJson} does. */
export function propertiesFromJson(json: JsonObject): readonly GraphProperty[] {
  return read(checked(json), ({ properties }) => properties) as readonly GraphProperty[]; // written from some, by the format
}

function checked(json: JsonObject): GraphJson {
  const { format, functions, schemas } = json;
  if (format === 1 && isListOf(functions, "tables") && isListOf(schemas, "answers") && isRecord(json.graph)) {
    return json as unknown as GraphJson; // what else is in it is read as it comes
  }
  throw new UsageError("bad_option", {
    message: `This is no graph as graphToJson writes it: format 1 was expected, not ${JSON.stringify(format)}.`,
    hint: "The program and the page are of different versions: load the page again.",
  });
}

/** Whether it is a list of objects that each have a list of that name. */
function isListOf(value: JsonValue | undefined, name: string): boolean {
  return Array.isArray(value) && value.every((part) => isRecord(part) && Array.isArray(part[name]));
}

function read(json: GraphJson, part: (json: GraphJson) => JsonValue): unknown {
  const functions = json.functions.map(toFunction);
  const plain = (value: JsonValue): unknown => fromJson(value, { functions, schemas: [] });
  const schemas = json.schemas.map((schema) => toSchema(schema, plain));
  return deepFreeze(fromJson(part(json), { functions, schemas }));
}

interface Parts {
  readonly functions: readonly unknown[];
  readonly schemas: readonly unknown[];
}

function fromJson(value: JsonValue, parts: Parts): unknown {
  if (Array.isArray(value)) return value.map((part: JsonValue) => fromJson(part, parts));
  if (!isRecord(value)) return value;
  const { $function, $schema, $value, $class, $object } = value;
  if (typeof $function === "number") return parts.functions[$function];
  if (typeof $schema === "number") return parts.schemas[$schema];
  if (typeof $value === "string") return $value === "undefined" ? undefined : Number($value);
  if ($class !== undefined) return new WrittenObject($class);
  return Object.fromEntries(
    Object.entries($object ?? value).map(([name, part]) => [name, fromJson(part as JsonValue, parts)]), // of JSON
  );
}

/** Stands for an object that is no literal: all that is known of it is how it writes itself. */
class WrittenObject {
  readonly #json: unknown;

  constructor(json: unknown) {
    this.#json = json;
  }

  toJSON(): unknown {
    return this.#json;
  }
}

function toFunction({ place, tables }: FunctionJson): (argument: unknown) => unknown {
  return (argument) => {
    if (tables.length > 0 && isRecord(argument)) return tabulatedAnswer(place, tables, argument);
    throw notHere(place);
  };
}

function toSchema({ input, output, answers }: SchemaJson, plain: (value: JsonValue) => unknown): Schema {
  const describe = (side: JsonValue) => (): Record<string, unknown> => {
    const described = plain(side);
    if (!isRecord(described)) return {};
    if (typeof described.unsupported === "string")
      throw new HandoffError("unsupported", { message: described.unsupported });
    return { ...described };
  };
  return {
    "~standard": {
      version: 1,
      vendor: "handoff-machine",
      jsonSchema: { input: describe(input), output: describe(output) },
      validate: (value) => {
        const text = askedText(value);
        const problems = answers.find((answer) => answer.value === text)?.problems;
        if (problems?.length === 0) return { value };
        return { issues: (problems ?? [refusal]).map((message) => ({ message })) };
      },
    },
  };
}

const refusal = "only the program that defined the graph can say whether this fits its schema";

function notHere(place: string): NotHereError {
  return new NotHereError({
    message: `The function at ${place} runs in the program that defined the graph, and this graph was read from JSON.`,
    hint: "Validating, drawing, checking and replaying need it not; to run the flow, ask the program.",
  });
}
