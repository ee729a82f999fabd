import type { StandardJSONSchemaV1, StandardSchemaV1 } from "@standard-schema/spec";
import { isRecord, type JsonObject } from "../json.ts";

/** A schema of any library that validates (Standard Schema) and describes itself (Standard JSON Schema): zod 4, ArkType, Valibot. */
export interface Schema<Input = unknown, Output = Input> {
  readonly "~standard": StandardSchemaV1.Props<Input, Output> & StandardJSONSchemaV1.Props<Input, Output>;
}

/** The type of what a schema yields. */
export type InferOutput<Of extends Schema> = StandardSchemaV1.InferOutput<Of>;

/** What a schema makes of a value. */
export type Parsed<Output> =
  | { readonly ok: true; readonly value: Output }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Runs a schema; one that is asynchronous is awaited, and one that throws gives its message as the problem. */
export function parseWith<Output>(
  schema: Schema<unknown, Output>,
  value: unknown,
): Parsed<Output> | Promise<Parsed<Output>> {
  try {
    const result = schema["~standard"].validate(value);
    return "then" in result ? Promise.resolve(result).then(toParsed, toProblem) : toParsed(result);
  } catch (error) {
    return toProblem(error);
  }
}

/** The JSON Schema (draft 2020-12) of what a schema takes (`input`) or yields (`output`), or why there is none. */
export function jsonSchemaOf(schema: Schema, side: "input" | "output"): JsonObject | { readonly unsupported: string } {
  try {
    const { $schema: _, ...rest } = schema["~standard"].jsonSchema[side]({ target: "draft-2020-12" });
    return rest as JsonObject; // JSON by the contract of Standard JSON Schema
  } catch (error) {
    return { unsupported: error instanceof Error ? error.message : String(error) };
  }
}

/** Whether a value is a schema that this library can use. */
export function isSchema(value: unknown): value is Schema {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return false;
  const standard: unknown = Reflect.get(value, "~standard");
  return isRecord(standard) && typeof standard.validate === "function" && isRecord(standard.jsonSchema);
}

function toParsed<Output>(result: StandardSchemaV1.Result<Output>): Parsed<Output> {
  return result.issues === undefined
    ? { ok: true, value: result.value }
    : { ok: false, problems: result.issues.map(problemOf) };
}

function toProblem(error: unknown): { readonly ok: false; readonly problems: readonly string[] } {
  return { ok: false, problems: [error instanceof Error ? error.message : String(error)] };
}

function problemOf(issue: StandardSchemaV1.Issue): string {
  const path = (issue.path ?? []).map((part) => String(typeof part === "object" ? part.key : part)).join(".");
  return path === "" ? issue.message : `${path}: ${issue.message}`;
}
