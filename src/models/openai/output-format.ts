import type { JsonObject } from "../../json.ts";
import type { ModelReply, ModelRequest } from "../../runtime/ports.ts";
import { withoutStrictNulls } from "./strict-arguments.ts";
import { strictSchema } from "./strict-schema.ts";
import { wireName } from "./wire-call.ts";

/** The form of an answer as both wire formats describe it. */
export interface OutputFormat {
  readonly name: string;
  readonly schema: Record<string, unknown>;
  /** Whether the server holds the model to it. */
  readonly strict: boolean;
}

/** Keywords that OpenAI takes at no root, strict or not. */
const unknownAtRoot: readonly string[] = ["anyOf", "oneOf", "allOf", "not", "enum", "const", "$ref"];

/**
 * Tells in which form a model is asked to answer: strictly where strict mode can express the schema, else as a hint.
 *
 * `null` when the root of the schema is no plain object: OpenAI rejects the whole request then ("schema must be a
 * JSON Schema of 'type: "object"'"). The runtime checks the answer in any case.
 */
export function outputFormat(output: ModelRequest["output"]): OutputFormat | null {
  if (output === undefined || !hasPlainRoot(output.schema)) return null;
  const strict = strictSchema(output.schema);
  const schema = strict.ok ? strict.schema : output.schema;
  return { name: wireName(output.name), schema: { ...schema }, strict: strict.ok };
}

/**
 * Takes out of an answer each `null` that stands for a property which was left out, as strict mode has it, so that it
 * fits the schema that was asked for. A text without such nulls stays as it is, letter by letter.
 */
export function relaxOutput(reply: ModelReply, output: ModelRequest["output"]): ModelReply {
  if (output === undefined || outputFormat(output)?.strict !== true) return reply;
  const text = withoutStrictNulls(reply.text, output.schema);
  return text === withoutStrictNulls(reply.text, {}) ? reply : { ...reply, text };
}

function hasPlainRoot(schema: JsonObject): boolean {
  return schema.type === "object" && !unknownAtRoot.some((keyword) => keyword in schema);
}
