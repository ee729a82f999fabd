import type { OpenAI } from "openai";
import { HandoffError } from "../../errors.ts";
import type { GenerateOptions, ModelClient, ModelReply, ModelRequest } from "../../runtime/ports.ts";
import { awaitWithin } from "../await-within.ts";
import { modelFailure } from "../model-failure.ts";
import { chatFormat } from "./chat-format.ts";
import { connect } from "./connect.ts";
import { idleStream } from "./idle-stream.ts";
import { type OpenaiModelOptions, type OpenaiSettings, readOptions } from "./openai-options.ts";
import { relaxOutput } from "./output-format.ts";
import { responsesFormat } from "./responses-format.ts";
import { relaxCalls } from "./strict-arguments.ts";
import type { WireFormat } from "./wire-format.ts";

/** Longer than any limit of ours: the package's own timeout ends with the headers, ours covers the body. */
const noTimeout = 2_147_483_647;

/**
 * Makes a client for OpenAI, or for any server that speaks its wire formats: Responses or Chat Completions.
 *
 * Replies are streamed. Whatever is no whole reply becomes a `ModelError`: docs/models.md lists them. Nothing
 * is sent twice: retrying is for the machine to decide.
 *
 * @throws {@link UsageError} `bad_option` when an option is not as {@link OpenaiModelOptions} says; and from
 *   `generate`, `missing_package` without the `openai` package, `bad_option` for a tool that `strict` cannot take.
 * @example
 * ```ts
 * import { openaiModel } from "handoff-machine/openai";
 *
 * const model = openaiModel({ model: "gpt-5-mini" });
 * model.provider; // => "openai-responses:gpt-5-mini"
 * ```
 */
export function openaiModel(options: OpenaiModelOptions): ModelClient {
  const settings = readOptions(options);
  let client: Promise<OpenAI> | undefined;

  function openClient(): Promise<OpenAI> {
    client ??= options.client === undefined ? connect(settings) : Promise.resolve(options.client);
    return client;
  }

  return Object.freeze({
    provider: formatOf(settings).provider,
    generate: (request: ModelRequest, generateOptions: GenerateOptions) =>
      converse(request, { ...generateOptions, openClient, settings: { ...settings, ...request.settings } }),
  });
}

/** A format is made for each request: an agent's settings may name another model than the client's. */
function formatOf(settings: OpenaiSettings): WireFormat {
  return settings.api === "chat" ? chatFormat(settings) : responsesFormat(settings);
}

interface Conversation extends GenerateOptions {
  readonly openClient: () => Promise<OpenAI>;
  /** The client's, under those of the agent. */
  readonly settings: OpenaiSettings;
}

async function converse(request: ModelRequest, conversation: Conversation): Promise<ModelReply> {
  const { signal, onDelta, openClient, settings } = conversation;
  const format = formatOf(settings);
  const hangUp = new AbortController();
  try {
    const client = await awaitWithin(openClient, { signal });
    const open = () => format.open(client, request, { signal: hangUp.signal, maxRetries: 0, timeout: noTimeout });
    const reader = format.reader(onDelta);
    const { startTimeout } = settings;
    const idleTimeout = (): number =>
      reader.complete ? Math.min(afterwards, settings.idleTimeout) : settings.idleTimeout;
    try {
      for await (const event of idleStream(open, { signal, startTimeout, idleTimeout })) reader.take(event);
    } catch (error) {
      if (!reader.complete || signal.aborted) throw error;
      hangUp.abort(); // the reply is whole: how its stream ends no longer matters
    }
    const reply = relaxOutput(reader.finish(), request.output);
    return settings.strict ? relaxCalls(reply, request.tools) : reply;
  } catch (error) {
    hangUp.abort();
    throw toHandoffError(error);
  }
}

/** Milliseconds that a stream has to end in when the reply is whole: for the usage, and to keep the connection. */
const afterwards = 1_000;

function toHandoffError(error: unknown): HandoffError {
  if (error instanceof HandoffError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return modelFailure("unexpected", { message: `The call to the model failed: ${message}`, cause: error });
}
