import type { OpenAI } from "openai";
import { UsageError } from "../../errors.ts";
import type { ModelSettings } from "../../graph/model-settings.ts";

/** How {@link openaiModel} reaches a model, and what it asks of it unless an agent's settings say otherwise. */
export interface OpenaiModelOptions extends ModelSettings {
  /** The model's name, as the server knows it. */
  readonly model: string;
  /**
   * The wire format: `responses`, or `chat` (Chat Completions), which most compatible servers speak only.
   * Without it: `chat` when a base URL is given, else `responses`.
   */
  readonly api?: "responses" | "chat" | undefined;
  /** Without it: the environment's `OPENAI_API_KEY`. A server with a base URL of its own needs none. */
  readonly apiKey?: string | undefined;
  /** The server, for instance `http://localhost:11434/v1`. Without it: the environment's `OPENAI_BASE_URL`, then OpenAI. */
  readonly baseURL?: string | undefined;
  /** A client of the `openai` package to use, instead of `apiKey`, `baseURL`, `headers` and `fetch`. */
  readonly client?: OpenAI;
  /** The most tokens that a reply may take; a reply that needs more fails with `incomplete_reply`. */
  readonly maxOutputTokens?: number;
  /** For reasoning models only. With `responses`, it also asks for encrypted reasoning to carry into the next turn. */
  readonly reasoningEffort?: NonNullable<ModelSettings["reasoningEffort"]>;
  /** Whether one reply may hold several calls: the server decides when it is left out. Some servers do not obey. */
  readonly parallelToolCalls?: boolean;
  /**
   * Whether the server must hold the arguments of calls to the tools' schemas: no, unless it is `true`.
   *
   * The library checks arguments itself and shows the model its mistakes, so this saves turns and adds no
   * safety; and strict mode knows only a part of JSON Schema: see {@link strictSchema}.
   */
  readonly strict?: boolean;
  /** Milliseconds that may pass until a reply starts: 600,000 unless given, as reasoning can come before any event. */
  readonly startTimeout?: number;
  /** Milliseconds that may pass between two events of a reply: 60,000 unless given. */
  readonly idleTimeout?: number;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Takes the place of the global `fetch`. */
  readonly fetch?: typeof fetch;
}

/** Options with every default filled in. */
export interface OpenaiSettings extends Omit<OpenaiModelOptions, "client"> {
  readonly api: "responses" | "chat";
  /** Whether the server is another than OpenAI's own. */
  readonly compatible: boolean;
  /** The host that is asked, if it is not OpenAI's own: what one server encrypts, another cannot read. */
  readonly server?: string | undefined;
  readonly strict: boolean;
  readonly startTimeout: number;
  readonly idleTimeout: number;
}

/** Timers cannot wait for longer. */
const longestTimeout = 2_147_483_647;

/**
 * Checks options and fills in the defaults.
 *
 * @throws {@link UsageError} `bad_option` when the model has no name, the wire format is unknown, or a
 *   timeout is no number of milliseconds.
 */
export function readOptions({ client, ...options }: OpenaiModelOptions): OpenaiSettings {
  const environment = typeof process === "undefined" ? {} : process.env;
  const named = options.baseURL ?? (client === undefined ? environment.OPENAI_BASE_URL : undefined);
  const baseURL = named === "" ? undefined : named; // an empty variable is how .env files say that there is none
  const compatible = baseURL !== undefined && !isOpenai(baseURL);
  return {
    ...options,
    model: readModel(options.model),
    api: readApi(options.api ?? (compatible ? "chat" : "responses")),
    apiKey: options.apiKey ?? environment.OPENAI_API_KEY,
    baseURL,
    compatible,
    server: serverOf(client?.baseURL ?? baseURL),
    strict: options.strict ?? false,
    startTimeout: readTimeout("startTimeout", options.startTimeout ?? 600_000),
    idleTimeout: readTimeout("idleTimeout", options.idleTimeout ?? 60_000),
  };
}

/** Whether a URL is one of OpenAI's own servers, the regional ones included. */
function isOpenai(baseURL: string): boolean {
  return URL.canParse(baseURL) && /(^|\.)api\.openai\.com$/.test(new URL(baseURL).hostname);
}

function serverOf(baseURL: string | undefined): string | undefined {
  if (baseURL === undefined || isOpenai(baseURL)) return undefined;
  return URL.canParse(baseURL) ? new URL(baseURL).host : baseURL;
}

function readModel(model: string): string {
  if (typeof model === "string" && model !== "") return model;
  throw new UsageError("bad_option", {
    message: 'openaiModel needs the name of a model, for instance { model: "gpt-5" }.',
  });
}

function readApi(api: "responses" | "chat"): "responses" | "chat" {
  if (api === "responses" || api === "chat") return api;
  throw new UsageError("bad_option", { message: `The api must be "responses" or "chat", not ${JSON.stringify(api)}.` });
}

function readTimeout(name: string, timeout: number): number {
  if (timeout === Number.POSITIVE_INFINITY || (timeout > 0 && timeout <= longestTimeout)) return timeout;
  throw new UsageError("bad_option", {
    message: `${name} must be a number of milliseconds between 0 and ${longestTimeout}, or Infinity, not ${timeout}.`,
  });
}
