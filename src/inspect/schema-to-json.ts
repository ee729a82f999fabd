import { type Graph, handoffsOf } from "../graph/graph.ts";
import { jsonSchemaOf, parseWith, type Schema } from "../graph/schema.ts";
import { type JsonValue, toJson } from "../json.ts";
import type { SchemaJson } from "./graph-json.ts";

/** A schema as JSON: how it describes itself, and what it says of the values that handoffs of the graph set. */
export function schemaToJson(graph: Graph, schema: Schema, encode: (value: unknown) => JsonValue): SchemaJson {
  return {
    input: encode(jsonSchemaOf(schema, "input")),
    output: encode(jsonSchemaOf(schema, "output")),
    answers: schema === graph.variables.schema ? answers(graph, schema) : [],
  };
}

/** The text by which a schema's answer to a value is found again. */
export function askedText(value: unknown): string {
  return JSON.stringify(toJson(value));
}

/** Validation asks the variables' schema for each value that a handoff sets, in the midst of the initial ones. */
function answers(graph: Graph, schema: Schema): SchemaJson["answers"] {
  const { initial } = graph.variables;
  const asked = handoffsOf(graph).flatMap(({ set }) =>
    Object.entries(set).map(([variable, value]) => ({ ...initial, [variable]: value })),
  );
  const byText = new Map(asked.map((value) => [askedText(value), value]));
  return [...byText].flatMap(([text, value]) => {
    const parsed = parseWith(schema, value);
    if (parsed instanceof Promise) return [];
    return [{ value: text, problems: parsed.ok ? [] : parsed.problems }];
  });
}
