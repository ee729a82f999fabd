import { ModelError, ToolError } from "../errors.ts";
import type { Graph } from "../graph/graph.ts";
import { parseWith } from "../graph/schema.ts";
import type { Tool, ToolResult } from "../graph/tool.ts";
import { byteLength, exceedsBytes, isRecord, type JsonValue, lookup, toJson } from "../json.ts";
import type { CallModel, ToolTask } from "../machine/effect.ts";
import type { FailureFacts, ModelFailed, ModelReplied, ToolFailed, ToolReturned } from "../machine/event.ts";
import type { SessionSnapshot } from "../machine/step.ts";
import type { Caps } from "./caps.ts";
import { decodeCalls } from "./decode-reply.ts";
import { modelRequest } from "./model-request.ts";
import type { Clock, IdSource, ModelClient } from "./ports.ts";
import type { Toolbox } from "./toolbox.ts";

/*
 * Performing an effect: the only place where models and tools are called. Each call ends in exactly one event,
 * whatever the world does; nothing thrown escapes.
 */

/** What effects are performed with. */
export interface World {
  readonly graph: Graph;
  readonly session: string;
  readonly model: ModelClient;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly caps: Caps;
  readonly toolbox: (agent: string) => Toolbox;
}

/** Asks the model; `null` when the signal aborted before there was an answer. */
export async function performModelCall(
  effect: CallModel["params"],
  world: World,
  { snapshot, signal, onDelta }: { snapshot: SessionSnapshot; signal: AbortSignal; onDelta: (text: string) => void },
): Promise<ModelReplied | ModelFailed | null> {
  const { graph, session, model, clock, ids, caps } = world;
  const { agent, turn, attempt, delay, offers } = effect;
  if (delay > 0) await clock.sleep(delay, signal);
  if (signal.aborted) return null;
  const toolbox = world.toolbox(agent);
  let partial = "";
  const deliver = (text: string): void => {
    partial += text;
    onDelta(text);
  };
  try {
    const request = modelRequest(effect, snapshot.context, { graph, session, toolbox });
    const {
      text,
      calls: said,
      usage,
      native,
      model: answered,
    } = await model.generate(request, { signal, onDelta: deliver });
    if (text === "" && said.length === 0) {
      throw new ModelError("empty_reply", { message: "The reply has neither text nor calls.", retryable: true });
    }
    const { maxArgumentBytes, maxCallsPerReply } = caps;
    const decoded = decodeCalls(said, { graph, agent, toolbox, maxArgumentBytes, maxCallsPerReply });
    const calls = decoded instanceof Promise ? await decoded : decoded;
    const at = clock.now();
    const event = { type: "model.replied", turn, attempt, model: answered, text, calls, usage, offers, at } as const;
    return native === undefined ? event : { ...event, native };
  } catch (error) {
    if (signal.aborted) return null;
    const facts = { turn, attempt, error: failureFacts(error), partial, jitter: ids.jitter(), at: clock.now() };
    return { type: "model.failed", ...facts };
  }
}

/** Runs one tool. */
export async function performToolCall(
  task: ToolTask,
  world: World,
  { agent, snapshot, signal }: { agent: string; snapshot: SessionSnapshot; signal: AbortSignal },
): Promise<ToolReturned | ToolFailed> {
  const { graph, session, clock } = world;
  const { call, attempt } = task;
  const failed = (failure: ToolFailure): ToolFailed => ({
    type: "tool.failed",
    call,
    attempt,
    ...failure,
    at: clock.now(),
  });
  const tool = lookup(graph.tools, task.tool);
  if (tool === undefined) return failed({ code: "threw", message: `There is no tool "${task.tool}".` });
  const { variables } = snapshot.context;
  const idempotencyKey = `${session}:${call}`;
  const run = (own: AbortSignal): Promise<unknown> =>
    runTool(tool, task, { variables, session, agent, call, idempotencyKey, attempt, signal: own });
  try {
    const result =
      tool.timeout === null ? await run(signal) : await withinTime(run, { timeout: tool.timeout, clock, signal });
    if (result === timedOut)
      return failed({ code: "timeout", message: `The tool took longer than ${tool.timeout} ms.` });
    const judged = await judge(result, tool, { world, variables });
    if ("code" in judged) return failed(judged);
    return { type: "tool.returned", call, attempt, ...judged, at: clock.now() };
  } catch (error) {
    const message = error instanceof ToolError ? error.message : `The tool "${task.tool}" failed.`;
    return failed({ code: "threw", message, cause: causeOf(error) });
  }
}

type ToolFailure = Pick<ToolFailed, "code" | "message" | "cause">;
type ToolSuccess = Pick<ToolReturned, "output" | "set">;

const timedOut = Symbol("timed out");

/** Runs the tool on what its schema makes of the arguments: a transforming schema may give what JSON cannot carry. */
async function runTool(tool: Tool<never>, task: ToolTask, context: object): Promise<unknown> {
  const parsed = tool.input === null ? null : await parseWith(tool.input, JSON.parse(task.arguments || "{}"));
  const input = parsed?.ok === true ? parsed.value : task.input;
  return await tool.run(input as never, context as never); // parsed by the tool's own schema; the context is of its variables
}

/** Runs a tool with a signal of its own, which aborts with the run's or when the time is up. */
async function withinTime(
  run: (signal: AbortSignal) => Promise<unknown>,
  { timeout, clock, signal }: { readonly timeout: number; readonly clock: Clock; readonly signal: AbortSignal },
): Promise<unknown> {
  const own = new AbortController();
  const over = new AbortController();
  const stop = (): void => own.abort(signal.reason);
  if (signal.aborted) stop();
  signal.addEventListener("abort", stop);
  try {
    const running = run(own.signal);
    const timer = clock.sleep(timeout, over.signal).then(() => timedOut);
    const first = await Promise.race([running, timer]);
    if (first === timedOut) {
      running.catch(() => undefined); // its end no longer matters
      own.abort(new ToolError(`Its ${timeout} ms are over.`));
    }
    return first;
  } finally {
    signal.removeEventListener("abort", stop);
    over.abort();
  }
}

/** Judges what a tool gave back: its shape, its size, what it writes. */
async function judge(
  result: unknown,
  tool: Tool<never>,
  { world, variables }: { world: World; variables: object },
): Promise<ToolSuccess | ToolFailure> {
  if (!isRecord(result) || !("output" in result)) {
    return {
      code: "bad_output",
      message: "The tool gave no usable result.",
      cause: "run() must return { output, set? }",
    };
  }
  const { output, set = {} } = result as unknown as ToolResult<unknown>;
  if (tool.output !== null) {
    const parsed = await parseWith(tool.output, output);
    if (!parsed.ok)
      return { code: "bad_output", message: "The tool gave no usable result.", cause: [...parsed.problems] };
  }
  const undeclared = Object.keys(set).filter((name) => !tool.writes.includes(name));
  if (undeclared.length > 0) {
    const cause = `it set ${undeclared.join(", ")}; declared in writes: ${tool.writes.join(", ") || "none"}`;
    return { code: "undeclared_write", message: "The tool failed.", cause };
  }
  const { schema } = world.graph.variables;
  if (schema !== null && Object.keys(set).length > 0) {
    const parsed = await parseWith(schema, { ...variables, ...set });
    if (!parsed.ok) return { code: "bad_output", message: "The tool failed.", cause: [...parsed.problems] };
  }
  return bounded(toJson(output), set, world.caps);
}

function bounded(output: JsonValue, set: ToolSuccess["set"], { maxResultBytes }: Caps): ToolSuccess | ToolFailure {
  const text = typeof output === "string" ? output : JSON.stringify(output);
  if (!exceedsBytes(text, maxResultBytes)) return { output, set };
  return {
    code: "too_large",
    message: `The result is ${byteLength(text)} bytes long; at most ${maxResultBytes} are taken.`,
  };
}

/** An error as data: what a journal keeps of it. */
export function failureFacts(error: unknown): FailureFacts {
  if (!(error instanceof ModelError)) {
    return { code: "unexpected", message: error instanceof Error ? error.message : String(error), retryable: false };
  }
  const { code, message, retryable, retryAfter } = error;
  return { code, message, retryable, ...(retryAfter === undefined ? {} : { retryAfter }) };
}

function causeOf(error: unknown): JsonValue {
  if (!(error instanceof Error)) return toJson(error);
  const { name, message, stack = "", cause } = error;
  return { name, message, stack, ...(cause === undefined ? {} : { cause: causeOf(cause) }) };
}
