import { lookup } from "../json.ts";
import type { Graph } from "./graph.ts";
import { jsonSchemaOf } from "./schema.ts";

/** The variables that may be absent, by their schema. */
export function optionalVariables({ variables: { schema, domains } }: Pick<Graph, "variables">): readonly string[] {
  const required = schema === null ? [] : lookup(jsonSchemaOf(schema, "output"), "required");
  return Object.keys(domains).filter((name) => !Array.isArray(required) || !required.includes(name));
}
