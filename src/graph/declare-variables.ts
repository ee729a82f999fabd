import { isRecord } from "../json.ts";
import type { VariablesDeclaration, VariablesProblem } from "./graph.ts";
import { jsonSchemaOf, parseWith, type Schema } from "./schema.ts";
import { variableDomains } from "./variables.ts";

/** Reads domains and initial values out of a variables' schema; what cannot be read is listed, not thrown. */
export function declareVariables(schema: Schema | undefined, initial: unknown): VariablesDeclaration {
  if (schema === undefined) {
    const problems: readonly VariablesProblem[] =
      initial === undefined ? [] : [{ place: "initial", problem: "there is no `variables` schema for it" }];
    return { schema: null, domains: {}, initial: {}, problems };
  }
  const problems: VariablesProblem[] = [];
  return {
    schema: schema as VariablesDeclaration["schema"],
    domains: readDomains(schema, problems),
    initial: readInitial(schema, initial, problems),
    problems,
  };
}

function readDomains(schema: Schema, problems: VariablesProblem[]): VariablesDeclaration["domains"] {
  const json = jsonSchemaOf(schema, "output");
  if (typeof json.unsupported === "string") {
    problems.push({ place: "variables", problem: `the schema has no JSON Schema: ${json.unsupported}` });
    return {};
  }
  const domains = variableDomains(json);
  if (domains === null) problems.push({ place: "variables", problem: "the schema does not describe an object" });
  return domains ?? {};
}

function readInitial(
  schema: Schema,
  initial: unknown,
  problems: VariablesProblem[],
): Readonly<Record<string, unknown>> {
  const parsed = parseWith(schema, initial ?? {});
  if (parsed instanceof Promise) {
    problems.push({ place: "variables", problem: "the schema is asynchronous" });
    return isRecord(initial) ? { ...initial } : {};
  }
  if (parsed.ok) return isRecord(parsed.value) ? { ...parsed.value } : {};
  const missing =
    initial === undefined ? "it is missing and the schema's defaults do not give it" : "it does not fit the schema";
  problems.push({ place: "initial", problem: `${missing}: ${parsed.problems.join("; ")}` });
  return isRecord(initial) ? { ...initial } : {};
}
