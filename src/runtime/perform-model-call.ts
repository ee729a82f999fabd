import { ModelError } from "../errors.ts";
import { guardrailsFor } from "../graph/graph.ts";
import type { Usage } from "../graph/message.ts";
import { errorText, toJson } from "../json.ts";
import type { SessionContext } from "../machine/context.ts";
import type { CallModel } from "../machine/effect.ts";
import type {
  FailureFacts,
  GuardrailTripped,
  ModelFailed,
  ModelReplied,
  Summarized,
  Verdict,
} from "../machine/event.ts";
import type { SessionSnapshot } from "../machine/step.ts";
import { checkInputBefore, checkInputBeside } from "./check-input.ts";
import { checkOutput, checkQuestions, parseOutput } from "./check-output.ts";
import { checkedReply, usageOf } from "./checked-reply.ts";
import { type DecodedReply, decodeCalls } from "./decode-reply.ts";
import type { ModelClient, ModelReply, ModelRequest } from "./ports.ts";
import { delegationOf, prepareRequest } from "./prepare-request.ts";
import { summarize } from "./summarize.ts";
import { planView } from "./view/plan-view.ts";
import type { World } from "./world.ts";

/** Where a model is called. */
export interface ModelSurroundings {
  readonly snapshot: SessionSnapshot;
  readonly signal: AbortSignal;
  readonly onDelta: (text: string) => void;
}

/**
 * Asks the agent's model: guardrails on the input, the view, the request, the answer, guardrails on it, its calls
 * decoded. It ends in exactly one event, whatever the world does; nothing thrown escapes. `null` when the signal
 * aborted before there was an answer.
 */
export async function performModelCall(
  effect: CallModel["params"],
  world: World,
  { snapshot, signal, onDelta }: ModelSurroundings,
): Promise<ModelReplied | ModelFailed | GuardrailTripped | null> {
  const { clock, ids } = world;
  const { agent, turn, attempt, delay, fallback } = effect;
  if (delay > 0) await clock.sleep(delay, signal);
  if (signal.aborted) return null;
  const clients = world.models(agent);
  const client = clients[Math.min(fallback, clients.length - 1)] ?? clients[0];
  const found: Found = { verdicts: [], inputChecked: false, summary: null, spent: null, partial: "" };
  const call: Call = { effect, world, client, found, onDelta };
  try {
    const event = await answerOf(call, snapshot.context, signal);
    return signal.aborted && event.type === "guardrail.tripped" ? null : event;
  } catch (error) {
    if (signal.aborted) return null;
    const { verdicts, inputChecked, summary, partial } = found;
    const facts = { turn, attempt, error: failureFacts(error), partial, jitter: ids.jitter(), at: clock.now() };
    return {
      type: "model.failed",
      ...facts,
      ...(fallback < clients.length - 1 ? { fallback: true } : {}),
      ...(verdicts.length === 0 ? {} : { verdicts }),
      ...(inputChecked ? { inputChecked } : {}),
      ...(summary === null ? {} : { summary }),
    };
  }
}

/** One call of a model, and what has come of it so far: a failure tells as much. */
interface Call {
  readonly effect: CallModel["params"];
  readonly world: World;
  readonly client: ModelClient;
  readonly found: Found;
  readonly onDelta: (text: string) => void;
}

interface Found {
  verdicts: readonly Verdict[];
  /** Whether all guardrails on the input have passed. */
  inputChecked: boolean;
  summary: Summarized | null;
  /** What the answer took, when there is one. */
  spent: { readonly model: string; readonly usage: Usage } | null;
  partial: string;
}

async function answerOf(
  call: Call,
  before: SessionContext,
  signal: AbortSignal,
): Promise<ModelReplied | GuardrailTripped> {
  const { effect, world, found } = call;
  const { agent, inputDue } = effect;
  if (!inputDue) return await answered(call, before, signal);
  const input = await checkInputBefore({ world, agent, context: before, signal });
  signal.throwIfAborted(); // whoever stopped the run wants no model to be asked
  found.verdicts = input.verdicts;
  if (input.tripped !== null) return tripped(call, input.tripped);
  return await answeredBeside(call, input.context, signal);
}

/** The answer, unless a guardrail that works beside the model trips meanwhile: then the model is told to stop. */
async function answeredBeside(
  call: Call,
  context: SessionContext,
  signal: AbortSignal,
): Promise<ModelReplied | GuardrailTripped> {
  const { effect, world, found } = call;
  const { agent } = effect;
  const own = new AbortController();
  const abort = (): void => own.abort(signal.reason);
  signal.addEventListener("abort", abort);
  try {
    const checks = checkInputBeside({ world, agent, context, signal: own.signal });
    const answer = answered(call, context, own.signal);
    answer.catch(ignore); // it is awaited below, unless nobody wants it any more
    const trip = await firstTrip(checks);
    if (trip !== null) {
      own.abort("A guardrail tripped.");
      found.verdicts = [...found.verdicts, trip];
      return tripped(call, trip);
    }
    found.verdicts = [...found.verdicts, ...(await Promise.all(checks))];
    found.inputChecked = true;
    const event = await answer;
    return { ...event, ...verdictsOf(found, event.verdicts) };
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

/** The first guardrail that trips, as soon as it does; `null` when all have passed. */
async function firstTrip(checks: readonly Promise<Verdict>[]): Promise<Verdict | null> {
  const trips = checks.map((check) =>
    check.then((verdict) => (verdict.outcome === "tripped" ? verdict : Promise.reject(passes))),
  );
  return await Promise.any(trips).catch(() => null);
}

const passes = "passed";

function tripped({ effect, world, found }: Call, { guardrail, reason = "" }: Verdict): GuardrailTripped {
  const { turn, attempt } = effect;
  const { verdicts, partial, summary, spent } = found;
  return {
    type: "guardrail.tripped",
    turn,
    attempt,
    guardrail,
    reason,
    verdicts,
    partial,
    at: world.clock.now(),
    ...(summary === null ? {} : { summary }),
    ...(spent === null ? {} : { spent }),
  };
}

async function answered(call: Call, context: SessionContext, signal: AbortSignal): Promise<ModelReplied> {
  const { effect, world, client, found } = call;
  const { graph, clock } = world;
  const { agent, turn, attempt, offers } = effect;
  // What is there at once is not awaited: a promise for nothing costs more than the work itself.
  const preparing = prepareRequest(effect, context, world);
  const { request, instructions } = preparing instanceof Promise ? await preparing : preparing;
  signal.throwIfAborted();
  const plan = planView({ graph, agent, session: world.session }, context);
  if (plan.summary !== null) found.summary = await summarize(plan.summary, { request, client, signal });
  const seeing = plan.seen(found.summary?.text ?? null);
  const messages = seeing instanceof Promise ? await seeing : seeing;
  signal.throwIfAborted();
  const reply = await spoken(call, { ...request, messages }, signal);
  const usage = usageOf(reply);
  found.spent = { model: reply.model, usage };
  const variables = context.variables;
  const place = { agent, turn, variables, signal };
  const held = isHeld(call);
  const checked = held ? await checkOutput(world, { text: reply.text }, place) : { verdicts: [], text: reply.text };
  deliverHeld(call, checked.text);
  const toolbox = world.toolbox(agent);
  const delegation = delegationOf(world, context);
  const decoding = { world, agent, turn, toolbox, delegation, variables, signal };
  const calls = reply.calls.length === 0 ? noCalls : await decodeCalls(reply.calls, decoding);
  const decoded = held ? await checkQuestions(world, calls, place) : calls;
  const output =
    reply.calls.length === 0 && checked.text !== null ? await parseOutput(world, agent, checked.text) : undefined;
  const { native } = reply;
  return {
    type: "model.replied",
    turn,
    attempt,
    model: reply.model,
    text: reply.text,
    calls: decoded.calls,
    usage,
    offers,
    at: clock.now(),
    ...(native === undefined ? {} : { native: { provider: native.provider, items: native.items.map(toJson) } }),
    ...(output === undefined ? {} : { output }),
    ...(instructions === null ? {} : { instructions }),
    ...(found.summary === null ? {} : { summary: found.summary }),
    ...verdictsOf({ verdicts: checked.verdicts }, decoded.verdicts),
  };
}

const noCalls: DecodedReply = Object.freeze({ calls: Object.freeze([]), verdicts: Object.freeze([]) });

function verdictsOf(
  { verdicts: first }: Pick<Found, "verdicts">,
  then: readonly Verdict[] = [],
): { readonly verdicts?: readonly Verdict[] } {
  return first.length + then.length === 0 ? {} : { verdicts: [...first, ...then] };
}

/** The reply of the model; what guardrails have yet to see is not told as it comes. */
async function spoken(call: Call, request: ModelRequest, signal: AbortSignal): Promise<ModelReply> {
  const { client, found, onDelta } = call;
  const held = isHeld(call);
  const deliver = (text: string): void => {
    found.partial += text;
    if (!held) onDelta(text);
  };
  const reply = checkedReply(await client.generate(request, { signal, onDelta: deliver }));
  if (reply.text !== "" || reply.calls.length > 0) return reply;
  throw new ModelError("empty_reply", { message: "The reply has neither text nor calls.", retryable: true });
}

function deliverHeld(call: Call, text: string | null): void {
  if (isHeld(call) && text !== null && text !== "") call.onDelta(text);
}

function isHeld({ effect, world }: Call): boolean {
  return guardrailsFor(world.graph, effect.agent, "output").length > 0;
}

function ignore(): void {
  // Whoever awaits the promise itself is told.
}

function failureFacts(error: unknown): FailureFacts {
  if (!(error instanceof ModelError)) return { code: "unexpected", message: errorText(error), retryable: false };
  const { code, message, retryable, retryAfter } = error;
  const wait = retryAfter !== undefined && Number.isFinite(retryAfter) && retryAfter > 0;
  return { code, message, retryable, ...(wait ? { retryAfter } : {}) };
}
