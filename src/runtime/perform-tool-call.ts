import { ToolError } from "../errors.ts";
import { guardrailsFor } from "../graph/graph.ts";
import type { Variables } from "../graph/guard.ts";
import { parseWith } from "../graph/schema.ts";
import type { Tool } from "../graph/tool.ts";
import { byteLength, errorText, exceedsBytes, isJson, isRecord, type JsonValue, lookup, toJson } from "../json.ts";
import type { ToolTask } from "../machine/effect.ts";
import type { ToolFailed, ToolReturned } from "../machine/event.ts";
import type { SessionSnapshot } from "../machine/step.ts";
import { asJsonObject } from "./decode-reply.ts";
import { runGuardrails } from "./run-guardrail.ts";
import type { World } from "./world.ts";

/** Where a tool is run. */
export interface ToolSurroundings {
  readonly agent: string;
  readonly snapshot: SessionSnapshot;
  readonly signal: AbortSignal;
  /** Called with what a tool gave back after its time was up. */
  readonly onLate: (event: ToolReturned | ToolFailed) => void;
}

/**
 * Runs one tool. It ends in exactly one event, whatever the tool does; nothing thrown escapes. What it writes is
 * checked when the event is taken: see {@link checkedWrites}.
 */
export async function performToolCall(
  task: ToolTask,
  world: World,
  { agent, snapshot, signal, onLate }: ToolSurroundings,
): Promise<ToolReturned | ToolFailed> {
  const { graph, session, clock } = world;
  const { call, attempt } = task;
  const tool = lookup(graph.tools, task.tool);
  if (tool === undefined) return failed(task, world, { code: "threw", message: `There is no tool "${task.tool}".` });
  const { variables } = snapshot.context;
  const idempotencyKey = `${session}:${call}`;
  const run = async (own: AbortSignal): Promise<ToolReturned | ToolFailed> => {
    try {
      const input = await inputFor(tool, task);
      const context = { variables, session, agent, call, idempotencyKey, attempt, signal: own };
      const event = await judged(await tool.run(input as never, context as never), tool, { task, world }); // by the tool's own schema
      return await checkResult(event, { task, world, agent, variables, signal: own });
    } catch (error) {
      const message = error instanceof ToolError ? error.message : `The tool "${task.tool}" failed.`;
      return failed(task, world, { code: "threw", message, cause: causeOf(error, 0) });
    }
  };
  if (tool.timeout === null) return await run(signal);
  const { timeout } = tool;
  const first = await withinTime(run, { timeout, clock, signal, onLate });
  return first ?? failed(task, world, { code: "timeout", message: `The tool took longer than ${timeout} ms.` });
}

/**
 * The event of a tool, with what it writes checked against the variables as they are when the event is taken: only
 * declared ones, and only values that the variables' schema takes. Anything else fails the call and changes nothing.
 */
export function checkedWrites(
  event: ToolReturned,
  world: World,
  context: SessionSnapshot["context"],
): ToolReturned | ToolFailed {
  const names = Object.keys(event.set);
  if (names.length === 0) return { ...event, set: {} };
  const { call, attempt, at } = event;
  const bad = (cause: JsonValue): ToolFailed => ({
    type: "tool.failed",
    call,
    attempt,
    code: "bad_output",
    message: `The tool failed (bad_output): the variables do not take what it set (${names.join(", ")}).`,
    cause,
    at,
  });
  const { schema } = world.graph.variables;
  const parsed = schema === null ? null : parseWith(schema, { ...context.variables, ...event.set });
  if (parsed === null || parsed instanceof Promise) return bad("the variables have no schema that answers at once");
  if (!parsed.ok) return bad([...parsed.problems]);
  const values: Variables = isRecord(parsed.value) ? parsed.value : {};
  const lost = names.filter((name) => !isJson(values[name]));
  if (lost.length > 0) return bad(`JSON cannot carry what it set: ${lost.join(", ")}`);
  return { ...event, set: Object.fromEntries(names.map((name) => [name, toJson(values[name])])) };
}

type ToolFailure = Pick<ToolFailed, "code" | "message" | "cause">;

/** The event as the guardrails on results leave it: a result that they do not let through fails the call, writes included. */
async function checkResult(
  event: ToolReturned | ToolFailed,
  {
    task,
    world,
    agent,
    variables,
    signal,
  }: { task: ToolTask; world: World; agent: string; variables: Variables; signal: AbortSignal },
): Promise<ToolReturned | ToolFailed> {
  const guardrails = guardrailsFor(world.graph, agent, "result").filter(
    ({ tools }) => tools === null || tools.includes(task.tool),
  );
  if (event.type === "tool.failed" || guardrails.length === 0) return event;
  const { session } = world;
  const facts = { session, agent, variables, value: event.output, tool: task.tool, signal, call: task.call };
  const { verdicts, value, tripped } = await runGuardrails(guardrails, facts);
  if (tripped === null) return { ...event, output: value, verdicts };
  const message = `The result was not let through: ${tripped.reason ?? "no reason was given"}`;
  return { ...failed(task, world, { code: "guardrail", message }), verdicts };
}

/** What the tool gets: a copy of its own, so that nothing it does to it reaches the journal. */
async function inputFor(tool: Tool<never>, task: ToolTask): Promise<unknown> {
  if (tool.input === null) return {};
  if (!task.lossy) return toJson(task.input);
  const parsed = await parseWith(tool.input, JSON.parse(task.arguments.trim() || "{}"));
  const same = parsed.ok && JSON.stringify(asJsonObject(parsed.value)) === JSON.stringify(task.input);
  if (!same) throw new TypeError("the schema of the arguments gave something else than when the call was decoded");
  return parsed.value;
}

/** Runs a tool with a signal of its own, which aborts with the run's or when the time is up; `null` when it is. */
async function withinTime(
  run: (signal: AbortSignal) => Promise<ToolReturned | ToolFailed>,
  {
    timeout,
    clock,
    signal,
    onLate,
  }: Pick<ToolSurroundings, "signal" | "onLate"> & Pick<World, "clock"> & { timeout: number },
): Promise<ToolReturned | ToolFailed | null> {
  const own = new AbortController();
  const over = new AbortController();
  const stop = (): void => own.abort(signal.reason);
  if (signal.aborted) stop();
  signal.addEventListener("abort", stop);
  try {
    const running = run(own.signal);
    const first = await Promise.race([running, clock.sleep(timeout, over.signal).then(() => null)]);
    if (first !== null) return first;
    own.abort(new ToolError(`Its ${timeout} ms are over.`));
    void running.then(onLate);
    return null;
  } finally {
    signal.removeEventListener("abort", stop);
    over.abort();
  }
}

/** Judges what a tool gave back: its shape, its size, the names of what it writes. */
async function judged(
  result: unknown,
  tool: Tool<never>,
  { task, world }: { readonly task: ToolTask; readonly world: World },
): Promise<ToolReturned | ToolFailed> {
  const unusable = "The tool gave no usable result.";
  if (!isRecord(result) || !("output" in result)) {
    return failed(task, world, { code: "bad_output", message: unusable, cause: "run() must return { output, set? }" });
  }
  const { output, set = {} } = result;
  if (!isRecord(set)) {
    return failed(task, world, {
      code: "bad_output",
      message: unusable,
      cause: "`set` must be an object of variables",
    });
  }
  const parsed = tool.output === null ? null : await parseWith(tool.output, output);
  if (parsed?.ok === false)
    return failed(task, world, { code: "bad_output", message: unusable, cause: [...parsed.problems] });
  const undeclared = Object.keys(set).filter((name) => !tool.writes.includes(name));
  if (undeclared.length > 0) {
    // Only names, so the model may read it too: the developer sees in the terminal what to mend.
    const cause = `it set ${undeclared.join(", ")}; declared in writes: ${tool.writes.join(", ") || "none"}`;
    const message = `The tool failed (undeclared_write): ${cause}.`;
    return failed(task, world, { code: "undeclared_write", message, cause });
  }
  const json = toJson(output);
  const { maxResultBytes } = world.caps;
  const text = typeof json === "string" ? json : JSON.stringify(json);
  if (exceedsBytes(text, maxResultBytes)) {
    const message = `The result is ${byteLength(text)} bytes long; at most ${maxResultBytes} are taken.`;
    return failed(task, world, { code: "too_large", message });
  }
  const { call, attempt } = task;
  return { type: "tool.returned", call, attempt, output: json, set, at: world.clock.now() };
}

export function failed({ call, attempt }: ToolTask, { clock }: World, failure: ToolFailure): ToolFailed {
  return { type: "tool.failed", call, attempt, ...failure, message: short(failure.message), at: clock.now() };
}

/** A tool's own words are for the model: a page of them at most. */
function short(message: string): string {
  return message.length <= 4_000 ? message : `${message.slice(0, 4_000)}…`;
}

/** What an engineer reads of an error. Total: also of one whose own parts cannot be read. */
export function causeOf(error: unknown, depth: number): JsonValue {
  try {
    return describeCause(error, depth);
  } catch {
    return "an error that cannot be read";
  }
}

function describeCause(error: unknown, depth: number): JsonValue {
  if (!(error instanceof Error)) return typeof error === "object" ? toJson(error) : errorText(error);
  const { name, message, stack = "", cause } = error;
  const further = cause === undefined || depth === 5 ? {} : { cause: causeOf(cause, depth + 1) };
  return { name, message, stack, ...further };
}
