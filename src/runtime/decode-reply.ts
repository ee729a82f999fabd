import { needsApproval } from "../graph/approval.ts";
import type { Handoff } from "../graph/graph.ts";
import { type Guardrail, guardrailsFor } from "../graph/graph.ts";
import type { Variables } from "../graph/guard.ts";
import { parseWith, type Schema } from "../graph/schema.ts";
import { byteLength, errorText, exceedsBytes, isJson, isRecord, type JsonObject, lookup, toJson } from "../json.ts";
import type { CallRequest, DecodedCall, RejectionCode } from "../machine/call-request.ts";
import type { Verdict } from "../machine/event.ts";
import { agentOf } from "../machine/state.ts";
import type { ModelCall } from "./ports.ts";
import { rejected, unknownCall } from "./reject-call.ts";
import { runGuardrails } from "./run-guardrail.ts";
import type { Toolbox } from "./toolbox.ts";
import type { World } from "./world.ts";

/** What a reply is decoded with. */
export interface DecodeContext {
  readonly world: Pick<World, "graph" | "session" | "caps">;
  readonly agent: string;
  readonly turn: number;
  readonly toolbox: Toolbox;
  /** The edge of the innermost delegation that is open, or `null`. */
  readonly delegation: Handoff | null;
  readonly variables: Variables;
  readonly signal: AbortSignal;
}

/** The calls of a reply, and what guardrails said of their arguments. */
export interface DecodedReply {
  readonly calls: readonly DecodedCall[];
  readonly verdicts: readonly Verdict[];
}

/**
 * Decodes the calls of a reply: whom and what they ask for, with validated arguments, or why they cannot be.
 * Total: whatever the model wrote, each call gets a request that the machine can settle, and the model a sentence
 * that tells how to do better. Runs the schemas and the guardrails on arguments.
 */
export async function decodeCalls(calls: readonly ModelCall[], context: DecodeContext): Promise<DecodedReply> {
  const [only] = calls;
  const decoded =
    calls.length === 1 && only !== undefined
      ? [await decodeOne(only, 0, context)]
      : await Promise.all(calls.map((call, index) => decodeOne(call, index, context)));
  return { calls: decoded.map(({ call }) => call), verdicts: decoded.flatMap(({ verdicts }) => verdicts) };
}

async function decodeOne(
  call: ModelCall,
  index: number,
  context: DecodeContext,
): Promise<{ readonly call: DecodedCall; readonly verdicts: readonly Verdict[] }> {
  const { maxArgumentBytes, maxCallsPerReply } = context.world.caps;
  const isOver = index >= maxCallsPerReply;
  const { request, verdicts } = isOver ? plain(tooMany(maxCallsPerReply)) : await decodeCall(call, index, context);
  const text = {
    id: typeof call.id === "string" ? call.id : null,
    name: call.name,
    arguments: bounded(call.arguments, maxArgumentBytes),
  };
  return { call: { ...text, ...request }, verdicts };
}

interface Decoded {
  readonly request: CallRequest;
  readonly verdicts: readonly Verdict[];
}

function plain(request: CallRequest): Decoded {
  return { request, verdicts: [] };
}

function tooMany(most: number): CallRequest {
  return rejected("too_many_calls", `At most ${most} calls in one reply.`);
}

async function decodeCall(call: ModelCall, index: number, context: DecodeContext): Promise<Decoded> {
  const { toolbox, delegation, agent, world } = context;
  const tool = toolbox.tools.get(call.name);
  if (tool !== undefined) return await decodeToolCall(call, { name: tool.name, index }, context);
  const handoff = toolbox.handoffs.get(call.name)?.handoff;
  if (handoff !== undefined) {
    const { to, input: schema } = handoff;
    return plain(
      await decodeNote(call, { schema, key: "reason", to, make: (input) => ({ kind: "handoff", to, input }) }, context),
    );
  }
  const back = toolbox.returns.get(call.name);
  if (back !== undefined) {
    const { to } = back;
    if (delegation?.from !== to) return plain(rejected("not_delegated", `${to} does not wait for a return.`, to));
    const schema = delegation.result;
    return plain(
      await decodeNote(call, { schema, key: "result", to, make: (input) => ({ kind: "return", to, input }) }, context),
    );
  }
  if (call.name === toolbox.end?.name) {
    const schema = agentOf(world.graph, agent).canEnd?.result ?? null;
    return plain(
      await decodeNote(call, { schema, key: "reason", to: null, make: (input) => ({ kind: "end", input }) }, context),
    );
  }
  if (call.name === toolbox.question?.name) return plain(await decodeQuestion(call, context));
  return plain(unknownCall(call.name, context));
}

async function decodeToolCall(
  call: ModelCall,
  { name, index }: { readonly name: string; readonly index: number },
  context: DecodeContext,
): Promise<Decoded> {
  const { world, agent } = context;
  const tool = lookup(world.graph.tools, name);
  if (tool === undefined) return plain(unknownCall(call.name, context));
  const parsed = await parseArguments(call, tool.input, context);
  if ("code" in parsed) return plain(rejected(parsed.code, parsed.message));
  const guardrails = guardrailsFor(world.graph, agent, "arguments").filter(
    ({ tools }) => tools === null || tools.includes(name),
  );
  if (guardrails.length === 0) return plain(toolRequest(name, tool, parsed.value));
  return await guardedRequest({ name, tool, value: parsed.value, index, guardrails }, context);
}

type AnyTool = World["graph"]["tools"][string];

function toolRequest(name: string, tool: AnyTool, value: unknown): CallRequest {
  if (tool.input === null) return { kind: "tool", tool: name, input: {}, approval: needsApproval(tool.approval, {}) };
  const approval = needsApproval(tool.approval, isRecord(value) ? value : {});
  const request = { kind: "tool", tool: name, input: asJsonObject(value), approval } as const;
  return isRecord(value) && isJson(value) ? request : { ...request, lossy: true };
}

interface GuardedCall {
  readonly name: string;
  readonly tool: AnyTool;
  readonly value: unknown;
  readonly index: number;
  readonly guardrails: readonly Guardrail[];
}

/** The request as guardrails leave it; what they write in the place of the arguments must fit the schema as well. */
async function guardedRequest(
  { name, tool, value, index, guardrails }: GuardedCall,
  { world, agent, turn, variables, signal }: DecodeContext,
): Promise<Decoded> {
  const facts = { session: world.session, agent, variables, tool: name, signal, call: `${turn}.${index}` };
  const input = asJsonObject(value);
  const checked = await runGuardrails(guardrails, { ...facts, value: input });
  const { verdicts, tripped } = checked;
  if (tripped !== null) {
    const message = `The arguments were not let through: ${tripped.reason ?? "no reason was given"}`;
    return { request: rejected("guardrail", message), verdicts };
  }
  if (checked.value === input || tool.input === null) return { request: toolRequest(name, tool, value), verdicts };
  const parsed = await parseWith(tool.input, checked.value);
  if (parsed.ok) return { request: toolRequest(name, tool, parsed.value), verdicts };
  const message = `The arguments were rewritten so that they do not fit: ${parsed.problems.join("; ")}.`;
  return { request: rejected("guardrail", message), verdicts };
}

/** What a call tells that concerns who speaks next: by its schema, or one text under a key. */
async function decodeNote(
  call: ModelCall,
  {
    schema,
    key,
    to,
    make,
  }: {
    readonly schema: Schema | null;
    readonly key: string;
    readonly to: string | null;
    readonly make: (input: ReturnType<typeof toJson>) => CallRequest;
  },
  context: DecodeContext,
): Promise<CallRequest> {
  const parsed = await parseArguments(call, schema, context);
  if ("code" in parsed) return rejected(parsed.code, parsed.message, to);
  if (schema !== null) return make(toJson(parsed.value));
  const note = noteOf(parsed.value, key);
  return note === null
    ? rejected("invalid_arguments", `It takes { "${key}": string } and nothing else.`, to)
    : make(note);
}

async function decodeQuestion(call: ModelCall, context: DecodeContext): Promise<CallRequest> {
  const parsed = await parseArguments(call, null, context);
  if ("code" in parsed) return rejected(parsed.code, parsed.message);
  const { question } = noteOf(parsed.value, "question") ?? {};
  return typeof question === "string" && question.trim() !== ""
    ? { kind: "question", question }
    : rejected("invalid_arguments", 'It takes { "question": string } and nothing else.');
}

/** What may be told without a schema: one text under this key, or nothing; `null` when it is anything else. */
export function noteOf(input: unknown, key: string): JsonObject | null {
  if (!isRecord(input) || Object.keys(input).some((name) => name !== key)) return null;
  const note = input[key];
  if (note === undefined || note === null) return {};
  return typeof note === "string" ? { [key]: note } : null;
}

type ParsedArguments = { readonly value: unknown } | { readonly code: RejectionCode; readonly message: string };

async function parseArguments(
  call: ModelCall,
  schema: Schema | null,
  { world }: DecodeContext,
): Promise<ParsedArguments> {
  const { maxArgumentBytes } = world.caps;
  if (exceedsBytes(call.arguments, maxArgumentBytes)) {
    const message = `The arguments are ${byteLength(call.arguments)} bytes long; at most ${maxArgumentBytes} are taken.`;
    return { code: "too_large", message };
  }
  let value: unknown;
  try {
    value = call.arguments.trim() === "" ? {} : JSON.parse(call.arguments);
  } catch (error) {
    return { code: "invalid_json", message: `The arguments are not JSON: ${errorText(error)}.` };
  }
  if (!isRecord(value)) return { code: "invalid_arguments", message: "The arguments must be a JSON object." };
  if (!isJson(value)) return { code: "invalid_arguments", message: "The arguments are nested too deeply." };
  if (schema === null) return { value };
  const parsed = await parseWith(schema, value);
  return parsed.ok
    ? { value: parsed.value }
    : { code: "invalid_arguments", message: `The arguments do not fit: ${parsed.problems.join("; ")}.` };
}

/** What a schema gave, as an object of JSON: what is no object stands under `value`. */
export function asJsonObject(value: unknown): JsonObject {
  const json = toJson(value);
  return isRecord(json) ? (json as JsonObject) : { value: json }; // an object of JSON is a JsonObject
}

/** Arguments that are too large are journaled by their beginning only. */
function bounded(text: string, maxBytes: number): string {
  return !exceedsBytes(text, maxBytes) ? text : `${text.slice(0, 1_000)}… (${text.length} characters)`;
}
