import { ModelError } from "../errors.ts";
import { errorText, isRecord, toJson } from "../json.ts";
import type { CallModel } from "../machine/effect.ts";
import type { FailureFacts, ModelFailed, ModelReplied } from "../machine/event.ts";
import type { SessionSnapshot } from "../machine/step.ts";
import { decodeCalls } from "./decode-reply.ts";
import { modelRequest } from "./model-request.ts";
import type { ModelReply } from "./ports.ts";
import type { World } from "./world.ts";

/**
 * Asks the model. It ends in exactly one event, whatever the world does; nothing thrown escapes. `null` when the
 * signal aborted before there was an answer.
 */
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
    const reply = checked(await model.generate(request, { signal, onDelta: deliver }));
    const { maxArgumentBytes, maxCallsPerReply } = caps;
    const decoded = decodeCalls(reply.calls, { graph, agent, toolbox, maxArgumentBytes, maxCallsPerReply });
    const calls = decoded instanceof Promise ? await decoded : decoded;
    const { text, native, model: answered } = reply;
    const usage = { inputTokens: finite(reply.usage.inputTokens), outputTokens: finite(reply.usage.outputTokens) };
    const at = clock.now();
    const event = { type: "model.replied", turn, attempt, model: answered, text, calls, usage, offers, at } as const;
    return native === undefined
      ? event
      : { ...event, native: { provider: native.provider, items: native.items.map(toJson) } };
  } catch (error) {
    if (signal.aborted) return null;
    const facts = { turn, attempt, error: failureFacts(error), partial, jitter: ids.jitter(), at: clock.now() };
    return { type: "model.failed", ...facts };
  }
}

/** The reply, when it is one: a client written without types may give anything. */
function checked(reply: ModelReply): ModelReply {
  const { text, calls, usage, model }: Partial<ModelReply> = isRecord(reply) ? reply : {};
  const isReply =
    typeof text === "string" &&
    typeof model === "string" &&
    typeof usage?.inputTokens === "number" &&
    typeof usage.outputTokens === "number" &&
    Array.isArray(calls) &&
    calls.every((call) => typeof call?.name === "string" && typeof call.arguments === "string");
  if (!isReply) {
    const message =
      "The model client gave no reply of the form { text, calls: [{ id, name, arguments }], usage, model }.";
    throw new ModelError("unexpected", { message, retryable: false });
  }
  if (text === "" && calls.length === 0) {
    throw new ModelError("empty_reply", { message: "The reply has neither text nor calls.", retryable: true });
  }
  return reply;
}

function finite(count: number): number {
  return Number.isFinite(count) ? count : 0;
}

function failureFacts(error: unknown): FailureFacts {
  if (!(error instanceof ModelError)) return { code: "unexpected", message: errorText(error), retryable: false };
  const { code, message, retryable, retryAfter } = error;
  const wait = retryAfter !== undefined && Number.isFinite(retryAfter) && retryAfter > 0;
  return { code, message, retryable, ...(wait ? { retryAfter } : {}) };
}
