import { type ModelError, UsageError } from "../errors.ts";
import type { GenerateOptions, ModelClient, ModelMessage, ModelReply, ModelRequest } from "../runtime/ports.ts";
import { awaitWithin } from "./await-within.ts";
import { modelFailure } from "./model-failure.ts";
import { parseStep } from "./parse-script.ts";
import { isScriptedFailure, type ScriptedFailure, type ScriptedStep, stageReply, wordsOf } from "./scripted-reply.ts";

/** What a scripted model says: a step for each time it is asked, or a function that decides. */
export type Script =
  | readonly ScriptedStep[]
  | ((request: ModelRequest, index: number) => ScriptedStep | Promise<ScriptedStep>);

/** How a scripted model behaves. */
export interface ScriptedModelOptions {
  /** Whether `requests` keeps what the model is asked: yes, unless it is `false`. */
  readonly record?: boolean;
}

/** A model that follows a script. */
export interface ScriptedModel extends ModelClient {
  /** What the model was asked so far; empty without `record`. */
  readonly requests: readonly RecordedRequest[];
}

/** A request with its messages read. */
export interface RecordedRequest extends ModelRequest {
  readonly messages: readonly ModelMessage[];
}

/**
 * Makes a model that says what a script tells it: for tests, demos and benchmarks, without key or network.
 *
 * One step is used for each call to `generate`, an attempt after a failure included. A script that is used
 * up fails with `script_ended`.
 *
 * @throws {@link UsageError} `bad_option` when the script is neither an array nor a function, or has a step that is none; a
 *   function that gives such a step fails the model call with it.
 * @example
 * ```ts
 * import { handOff, scriptedModel } from "handoff-machine/testing";
 *
 * const model = scriptedModel([handOff("billing"), "Your refund is on its way."]);
 * model.requests.length; // => 0
 * ```
 */
export function scriptedModel(replies: Script, options: ScriptedModelOptions = {}): ScriptedModel {
  const nextStep = stepsOf(replies);
  const requests: RecordedRequest[] = [];
  let asked = 0;
  let calls = 0;

  async function generate(request: ModelRequest, { signal, onDelta }: GenerateOptions): Promise<ModelReply> {
    const index = asked++;
    if (options.record !== false) requests.push({ ...request, messages: [...request.messages] });
    const step = await awaitWithin(async () => nextStep(request, index), { signal });
    if (isScriptedFailure(step)) {
      await speak(wordsOf(step.partial ?? ""), { delay: 0, signal, onDelta });
      throw toModelError(step);
    }
    const { pieces, delay, ...reply } = stageReply(step, () => `call_${++calls}`);
    await speak(pieces, { delay, signal, onDelta });
    return reply;
  }

  return Object.freeze({ provider: "scripted", generate, requests });
}

function stepsOf(replies: Script): (request: ModelRequest, index: number) => ScriptedStep | Promise<ScriptedStep> {
  if (typeof replies === "function") {
    return async (request, index) => {
      const step = await replies(request, index);
      parseStep(step, stepPlace(index));
      return step;
    };
  }
  if (!Array.isArray(replies)) {
    throw new UsageError("bad_option", { message: "A script must be an array of steps or a function." });
  }
  for (const [index, step] of replies.entries()) parseStep(step, stepPlace(index));
  return (request, index) => replies[index] ?? scriptEnded(replies.length, request);
}

/** As somebody counts who reads the script. */
function stepPlace(index: number): string {
  return `step ${index + 1} of the script`;
}

function scriptEnded(length: number, { agent, session, turn }: ModelRequest): ScriptedFailure {
  const size = length === 1 ? "1 reply" : `${length} replies`;
  return {
    error: "script_ended",
    message: `The script of ${size} is used up, and agent "${agent}" asked for one more (session "${session}", turn ${turn}).`,
  };
}

interface Speech extends GenerateOptions {
  readonly delay: number;
}

async function speak(pieces: readonly string[], { delay, signal, onDelta }: Speech): Promise<void> {
  for (const piece of pieces) {
    await pause(delay, signal);
    onDelta(piece);
  }
  await pause(pieces.length === 0 ? delay : 0, signal);
}

async function pause(delay: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = delay > 0 ? setTimeout(resolve, delay) : resolve();
  try {
    await awaitWithin(() => promise, { signal });
  } finally {
    clearTimeout(timer ?? undefined);
  }
}

function toModelError({ error, message, retryable, retryAfter }: ScriptedFailure): ModelError {
  return modelFailure(error, {
    message: message ?? `The script says that the model fails with ${error}.`,
    retryable,
    retryAfter,
  });
}
