import { isRecord } from "../json.ts";
import { choiceProblem, type Fields, firstProblem, invalid, type Problem, wireNamePattern } from "./problem.ts";

/** Keywords that may not stand at the root of a schema, whether it is strict or not. */
const rejectedAtRoot: readonly string[] = ["anyOf", "oneOf", "allOf", "not", "enum"];

/** What is wrong with the form in which an answer is asked for: `response_format`, or `text.format`. */
export function formatProblem(format: unknown, place: string, api: "chat" | "responses"): Problem {
  if (format === undefined) return null;
  if (!isRecord(format)) return invalid(place, "an object", format);
  const unknown = choiceProblem(format.type, `${place}.type`, ["text", "json_object", "json_schema"]);
  if (unknown !== null || format.type !== "json_schema") {
    return unknown ?? (format.type === undefined ? invalid(`${place}.type`, "a type", undefined) : null);
  }
  if (api === "responses") return namedSchemaProblem(format, place);
  const described = format.json_schema;
  if (!isRecord(described)) return invalid(`${place}.json_schema`, "an object", described);
  return namedSchemaProblem(described, `${place}.json_schema`);
}

/** What is wrong with a tool that a model may call: in Chat Completions what is under `function`. */
export function functionProblem(tool: Fields, place: string): Problem {
  const { name, parameters, strict } = tool;
  if (typeof name !== "string" || !wireNamePattern.test(name)) {
    return invalid(`${place}.name`, `a string that matches ${wireNamePattern.source}`, name);
  }
  if (parameters === undefined || parameters === null) return null;
  return schemaProblem(parameters, `function '${name}'`, strict === true);
}

function namedSchemaProblem({ name, schema, strict }: Fields, place: string): Problem {
  if (typeof name !== "string" || !wireNamePattern.test(name)) {
    return invalid(`${place}.name`, `a string that matches ${wireNamePattern.source}`, name);
  }
  return schemaProblem(schema, `response_format '${name}'`, strict === true);
}

function schemaProblem(schema: unknown, owner: string, strict: boolean): Problem {
  const opening = `Invalid schema for ${owner}:`;
  if (!isRecord(schema) || schema.type !== "object") {
    return `${opening} schema must be a JSON Schema of 'type: "object"'.`;
  }
  if (rejectedAtRoot.some((keyword) => keyword in schema)) {
    return `${opening} schema must not have ${rejectedAtRoot.join(", ")} at the top level.`;
  }
  const problem = strict ? strictProblem(schema, "()") : null;
  return problem === null ? null : `${opening} ${problem}`;
}

function strictProblem(schema: unknown, place: string): Problem {
  if (!isRecord(schema)) return `In context=${place}, schema must be an object.`;
  const { properties, items, anyOf, $defs } = schema;
  return (
    (isOf(schema, "object") ? strictObjectProblem(schema, place) : null) ??
    (isRecord(properties) ? everyProblem(properties, `${place}.properties`) : null) ??
    (items === undefined ? null : strictProblem(items, `${place}.items`)) ??
    (Array.isArray(anyOf) ? everyProblem({ ...anyOf }, `${place}.anyOf`) : null) ??
    (isRecord($defs) ? everyProblem($defs, `${place}.$defs`) : null) ??
    (typeless(schema) ? `In context=${place}, schema must have a 'type' key.` : null)
  );
}

function strictObjectProblem({ properties, required, additionalProperties }: Fields, place: string): Problem {
  if (additionalProperties !== false) {
    return `In context=${place}, 'additionalProperties' is required to be supplied and to be false.`;
  }
  const names = isRecord(properties) ? Object.keys(properties) : [];
  const listed: readonly unknown[] = Array.isArray(required) ? required : [];
  const missing = names.find((name) => !listed.includes(name));
  return missing === undefined ? null : `In context=${place}, 'required' must include every key: '${missing}'.`;
}

function everyProblem(schemas: Fields, place: string): Problem {
  return firstProblem(Object.entries(schemas), ([name, schema]) => strictProblem(schema, `${place}.${name}`));
}

function isOf({ type }: Fields, name: string): boolean {
  return Array.isArray(type) ? type.includes(name) : type === name;
}

function typeless(schema: Fields): boolean {
  return !["type", "anyOf", "$ref", "enum", "const"].some((keyword) => keyword in schema);
}
