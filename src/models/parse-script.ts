import { type ModelErrorCode, UsageError } from "../errors.ts";
import type { Usage } from "../graph/message.ts";
import { isRecord, type JsonValue, toJson } from "../json.ts";
import { didYouMean, suggestName } from "../suggest-name.ts";
import type { ScriptedCall, ScriptedFailure, ScriptedReply, ScriptedStep } from "./scripted-reply.ts";

const errorCodes: Readonly<Record<ModelErrorCode, true>> = {
  aborted: true,
  bad_request: true,
  unauthorized: true,
  rate_limited: true,
  server_error: true,
  connection: true,
  idle_timeout: true,
  truncated_stream: true,
  malformed_stream: true,
  incomplete_reply: true,
  empty_reply: true,
  refused_by_model: true,
  script_ended: true,
  unexpected: true,
};

/** How a script looks in JSON, in a sentence. */
export const scriptExample = 'A script is a JSON array: ["Hello.", { "name": "handoff_to_billing", "arguments": {} }].';

const keys = {
  reply: ["text", "chunks", "calls", "usage", "delay"],
  call: ["name", "arguments", "id"],
  failure: ["error", "message", "retryable", "retryAfter", "partial"],
} as const;

/**
 * Checks a script that was read from a JSON file: an array of texts, calls, replies and failures.
 *
 * @throws {@link UsageError} `bad_option`, naming the entry and what was expected there, and the file when it is given.
 * @example
 * ```ts
 * import { parseScript } from "handoff-machine/testing";
 *
 * parseScript(JSON.parse('[{ "name": "handoff_to_billing" }, "Your refund is on its way."]'));
 * ```
 */
export function parseScript(json: unknown, { file }: { readonly file?: string } = {}): readonly ScriptedStep[] {
  return parseList(json, file === undefined ? "script" : `${file}: script`, parseStep);
}

/** Checks one step of a script. @throws {@link UsageError} `bad_option`, naming the place and what was expected there. */
export function parseStep(step: unknown, place: string): ScriptedStep {
  if (typeof step === "string") return step;
  if (!isRecord(step)) throw misfit(place, "a text, a call, a reply or a failure", step);
  if ("error" in step) return parseFailure(step, place);
  if ("name" in step) return parseCall(step, place);
  return parseReply(step, place);
}

function parseReply(reply: Entry, place: string): ScriptedReply {
  expectKeys(reply, place, keys.reply);
  const { text, chunks, calls, usage, delay } = reply;
  if (text !== undefined && chunks !== undefined) throw misfit(place, "either text or chunks", "both");
  return {
    ...(text !== undefined && { text: parseText(text, `${place}.text`) }),
    ...(chunks !== undefined && { chunks: parseList(chunks, `${place}.chunks`, parseText) }),
    ...(calls !== undefined && { calls: parseList(calls, `${place}.calls`, parseCall) }),
    ...(usage !== undefined && { usage: parseUsage(usage, `${place}.usage`) }),
    ...(delay !== undefined && { delay: parseCount(delay, `${place}.delay`) }),
  };
}

function parseCall(call: unknown, place: string): ScriptedCall {
  if (!isRecord(call)) throw misfit(place, "a call such as { name, arguments }", call);
  expectKeys(call, place, keys.call);
  const { id, arguments: input } = call;
  return {
    name: parseText(call.name, `${place}.name`),
    ...(input !== undefined && { arguments: toJson(input) }),
    ...(id !== undefined && { id: id === null ? null : parseText(id, `${place}.id`) }),
  };
}

function parseFailure(failure: Entry, place: string): ScriptedFailure {
  expectKeys(failure, place, keys.failure);
  const { error, message, retryable, retryAfter, partial } = failure;
  return {
    error: parseCode(error, `${place}.error`),
    ...(message !== undefined && { message: parseText(message, `${place}.message`) }),
    ...(retryable !== undefined && { retryable: parseClaim(retryable, `${place}.retryable`) }),
    ...(retryAfter !== undefined && { retryAfter: parseCount(retryAfter, `${place}.retryAfter`) }),
    ...(partial !== undefined && { partial: parseText(partial, `${place}.partial`) }),
  };
}

function parseUsage(usage: unknown, place: string): Usage {
  if (!isRecord(usage)) throw misfit(place, "{ inputTokens, outputTokens }", usage);
  expectKeys(usage, place, ["inputTokens", "outputTokens"]);
  return {
    inputTokens: parseCount(usage.inputTokens, `${place}.inputTokens`),
    outputTokens: parseCount(usage.outputTokens, `${place}.outputTokens`),
  };
}

function parseCode(code: unknown, place: string): ModelErrorCode {
  if (isErrorCode(code)) return code;
  throw misfit(place, `one of ${Object.keys(errorCodes).join(", ")}`, code);
}

function isErrorCode(code: unknown): code is ModelErrorCode {
  return typeof code === "string" && Object.hasOwn(errorCodes, code);
}

function parseText(text: unknown, place: string): string {
  if (typeof text === "string") return text;
  throw misfit(place, "a text", text);
}

function parseCount(count: unknown, place: string): number {
  if (typeof count === "number" && Number.isFinite(count) && count >= 0) return count;
  throw misfit(place, "a number of at least 0", count);
}

function parseClaim(claim: unknown, place: string): boolean {
  if (typeof claim === "boolean") return claim;
  throw misfit(place, "true or false", claim);
}

function parseList<Item>(
  list: unknown,
  place: string,
  parseItem: (item: unknown, place: string) => Item,
): readonly Item[] {
  if (!Array.isArray(list)) throw misfit(place, "an array", list);
  return list.map((item, index) => parseItem(item, `${place}[${index}]`));
}

type Entry = Readonly<Record<string, unknown>>;

/** What else a reply has that a model client gave: whoever plays it back needs it not. */
const beside: readonly string[] = ["model", "native"];

function expectKeys(entry: Entry, place: string, known: readonly string[]): void {
  const passed = known === keys.reply ? [...known, ...beside] : known;
  const stranger = Object.keys(entry).find((key) => !passed.includes(key));
  if (stranger === undefined) return;
  const meant = suggestName(stranger, Object.values(keys).flat());
  throw misfit(place, `no keys but ${known.join(", ")}`, stranger, didYouMean(meant, ""));
}

function misfit(place: string, expected: string, found: unknown, meant = ""): UsageError {
  const shown = JSON.stringify(toJson(found) satisfies JsonValue).slice(0, 80);
  const forms = Object.entries(keys).map(([form, known]) => `a ${form} has ${known.join(", ")}`);
  return new UsageError("bad_option", {
    message: `${place}: expected ${expected}, found ${shown}.`,
    hint: `${meant} ${scriptExample} Keys: ${forms.join("; ")}.`.trimStart(),
  });
}
