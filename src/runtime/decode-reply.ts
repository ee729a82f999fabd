import { needsApproval } from "../graph/approval.ts";
import { agentsOf, type Graph } from "../graph/graph.ts";
import { parseWith, type Schema } from "../graph/schema.ts";
import { handoffToolName } from "../graph/tool-name.ts";
import { byteLength, errorText, exceedsBytes, isJson, isRecord, type JsonObject, lookup, toJson } from "../json.ts";
import type { CallRequest, DecodedCall, RejectionCode } from "../machine/event.ts";
import { allOf, andThen, type MaybePromise } from "./maybe-promise.ts";
import type { ModelCall } from "./ports.ts";
import type { Toolbox } from "./toolbox.ts";

/** What a reply is decoded with. */
export interface DecodeContext {
  readonly graph: Graph;
  readonly agent: string;
  readonly toolbox: Toolbox;
  /** In UTF-8 bytes. */
  readonly maxArgumentBytes: number;
  readonly maxCallsPerReply: number;
}

/**
 * Decodes the calls of a reply: whom and what they ask for, with validated arguments, or why they cannot be.
 * Total: whatever the model wrote, each call gets a request that the machine can settle, and the model a sentence
 * that tells how to do better. Runs the schemas, which may be asynchronous.
 */
export function decodeCalls(calls: readonly ModelCall[], context: DecodeContext): MaybePromise<readonly DecodedCall[]> {
  return allOf(
    calls.map((call, index) =>
      andThen(
        index < context.maxCallsPerReply ? decodeCall(call, context) : tooMany(context),
        (request): DecodedCall => ({
          id: typeof call.id === "string" ? call.id : null,
          name: call.name,
          arguments: bounded(call.arguments, context.maxArgumentBytes),
          ...request,
        }),
      ),
    ),
  );
}

function tooMany({ maxCallsPerReply }: DecodeContext): CallRequest {
  return rejected("too_many_calls", `At most ${maxCallsPerReply} calls in one reply.`);
}

function decodeCall(call: ModelCall, context: DecodeContext): MaybePromise<CallRequest> {
  const { toolbox } = context;
  const tool = toolbox.tools.get(call.name);
  if (tool !== undefined) return decodeToolCall(call, tool.name, context);
  const handoff = toolbox.handoffs.get(call.name)?.handoff;
  if (handoff !== undefined) {
    return decodeTransfer(call, { kind: "handoff", to: handoff.to, schema: handoff.input, key: "reason" }, context);
  }
  const back = toolbox.returns.get(call.name);
  if (back !== undefined)
    return decodeTransfer(call, { kind: "return", to: back.to, schema: null, key: "result" }, context);
  return unknownCall(call.name, context);
}

function decodeToolCall(call: ModelCall, name: string, context: DecodeContext): MaybePromise<CallRequest> {
  const tool = lookup(context.graph.tools, name);
  if (tool === undefined) return unknownCall(call.name, context);
  return andThen(parseArguments(call, tool.input, context), (parsed) => {
    if ("code" in parsed) return rejected(parsed.code, parsed.message);
    if (tool.input === null) return { kind: "tool", tool: name, input: {}, approval: needsApproval(tool.approval, {}) };
    const { value } = parsed;
    const approval = needsApproval(tool.approval, isRecord(value) ? value : {});
    const request = { kind: "tool", tool: name, input: asJsonObject(value), approval } as const;
    return isRecord(value) && isJson(value) ? request : { ...request, lossy: true };
  });
}

function decodeTransfer(
  call: ModelCall,
  { kind, to, schema, key }: { kind: "handoff" | "return"; to: string; schema: Schema | null; key: string },
  context: DecodeContext,
): MaybePromise<CallRequest> {
  return andThen(parseArguments(call, schema, context), (parsed) => {
    if ("code" in parsed) return rejected(parsed.code, parsed.message, to);
    if (schema !== null) return { kind, to, input: toJson(parsed.value) };
    const note = noteOf(parsed.value, key);
    return note === null
      ? rejected("invalid_arguments", `It takes { "${key}": string } and nothing else.`, to)
      : { kind, to, input: note };
  });
}

/** What may be told without a schema: one text under this key, or nothing; `null` when it is anything else. */
export function noteOf(input: unknown, key: string): JsonObject | null {
  if (!isRecord(input) || Object.keys(input).some((name) => name !== key)) return null;
  const note = input[key];
  if (note === undefined || note === null) return {};
  return typeof note === "string" ? { [key]: note } : null;
}

type ParsedArguments = { readonly value: unknown } | { readonly code: RejectionCode; readonly message: string };

function parseArguments(call: ModelCall, schema: Schema | null, context: DecodeContext): MaybePromise<ParsedArguments> {
  if (exceedsBytes(call.arguments, context.maxArgumentBytes)) {
    const message = `The arguments are ${byteLength(call.arguments)} bytes long; at most ${context.maxArgumentBytes} are taken.`;
    return { code: "too_large", message };
  }
  let value: unknown;
  try {
    value = call.arguments.trim() === "" ? {} : JSON.parse(call.arguments);
  } catch (error) {
    return {
      code: "invalid_json",
      message: `The arguments are not JSON: ${errorText(error)}.`,
    };
  }
  if (!isRecord(value)) return { code: "invalid_arguments", message: "The arguments must be a JSON object." };
  if (!isJson(value)) return { code: "invalid_arguments", message: "The arguments are nested too deeply." };
  if (schema === null) return { value };
  return andThen(parseWith(schema, value), (parsed) =>
    parsed.ok
      ? { value: parsed.value }
      : { code: "invalid_arguments", message: `The arguments do not fit: ${parsed.problems.join("; ")}.` },
  );
}

/** What a schema gave, as an object of JSON: what is no object stands under `value`. */
export function asJsonObject(value: unknown): JsonObject {
  const json = toJson(value);
  return isRecord(json) ? (json as JsonObject) : { value: json }; // an object of JSON is a JsonObject
}

function unknownCall(name: string, { graph, agent, toolbox }: DecodeContext): CallRequest {
  const offered = [...toolbox.tools.keys(), ...toolbox.handoffs.keys()];
  const instead = `Available: ${offered.join(", ") || "none"}.`;
  if (name.startsWith("handoff_to_")) {
    const target = agentsOf(graph).find((known) => handoffToolName(known.name) === name);
    if (target === undefined)
      return rejected(
        "unknown_target",
        `There is no agent for "${name}". ${instead}`,
        name.slice("handoff_to_".length),
      );
    return target.name === agent
      ? rejected("self_handoff", `${agent} has the conversation already. ${instead}`, agent)
      : rejected("undeclared_handoff", `${agent} cannot hand off to ${target.name}. ${instead}`, target.name);
  }
  if (name.startsWith("return_to_"))
    return rejected("not_delegated", `Nobody waits for "${name}". ${instead}`, name.slice("return_to_".length));
  return lookup(graph.tools, name) === undefined
    ? rejected("unknown_tool", `There is no tool "${name}". ${instead}`)
    : rejected("foreign_tool", `${agent} does not have the tool "${name}". ${instead}`);
}

/** A rejection; of a call for another agent, with that agent's name. */
function rejected(code: RejectionCode, message: string, to: string | null = null): CallRequest {
  return { kind: "rejected", code, message, handoff: to !== null, to };
}

/** Arguments that are too large are journaled by their beginning only. */
function bounded(text: string, maxBytes: number): string {
  return !exceedsBytes(text, maxBytes) ? text : `${text.slice(0, 1_000)}… (${text.length} characters)`;
}
