import type { ModelError, ModelErrorCode } from "../../errors.ts";
import { isRecord, toJson } from "../../json.ts";
import { type ModelFailureFacts, modelFailure } from "../model-failure.ts";
import { readRetryAfter } from "./retry-after.ts";

/** What a provider's own code or type of an error means here; an unknown one is a `server_error`. */
const meanings: Readonly<Record<string, ModelErrorCode>> = {
  authentication_error: "unauthorized",
  invalid_api_key: "unauthorized",
  permission_error: "unauthorized",
  insufficient_quota: "rate_limited",
  rate_limit_error: "rate_limited",
  rate_limit_exceeded: "rate_limited",
  context_length_exceeded: "bad_request",
  data_residency_mismatch: "bad_request",
  invalid_prompt: "bad_request",
  invalid_request_error: "bad_request",
  bio_policy: "refused_by_model",
  content_filter: "refused_by_model",
  content_policy_violation: "refused_by_model",
  misalignment_policy_violation: "refused_by_model",
};

/**
 * Makes a ModelError of whatever the `openai` package, or the `fetch` below it, threw.
 *
 * Errors are told by their shape, not by their class: a client that was handed in may come from another copy
 * of the package. Its errors have `status`, which is empty for what never got an answer, and `error`, the body.
 */
export function transportFailure(error: unknown): ModelError {
  if (error instanceof SyntaxError) {
    return modelFailure("malformed_stream", {
      message: "The model's server sent something that is not JSON.",
      cause: error,
    });
  }
  if (isRecord(error) && typeof error.status === "number") return statusFailure(error.status, error);
  if (isRecord(error) && error.error !== undefined) return providerFailure(asReport(error.error), error);
  return modelFailure("connection", {
    message: `The connection to the model failed: ${rootMessage(error)}`,
    cause: error,
  });
}

/** Makes a ModelError of an error that a server sent in the middle of a stream: `{ code, type, message }`. */
export function providerFailure(report: Readonly<Record<string, unknown>>, cause: unknown = report): ModelError {
  const { code, type, message } = report;
  if (typeof code === "number" && code >= 400) return statusFailure(code, { ...report, error: report });
  const known = [code, type].find((name) => typeof name === "string" && Object.hasOwn(meanings, name));
  const meaning = typeof known === "string" ? meanings[known] : undefined;
  return modelFailure(meaning ?? "server_error", {
    message: `The model's server reported ${shorten(code ?? type ?? "an error")}: ${shorten(message)}`,
    cause,
    retryable: quotaClaim(code),
  });
}

/** Whether a value can be asked for headers: a custom `fetch` may bring a class of its own. */
function hasHeaders(headers: unknown): headers is Pick<Headers, "get"> {
  return typeof headers === "object" && headers !== null && typeof Reflect.get(headers, "get") === "function";
}

function asReport(body: unknown): Readonly<Record<string, unknown>> {
  return isRecord(body) ? body : { message: body };
}

function statusFailure(status: number, error: Readonly<Record<string, unknown>>): ModelError {
  const body = asReport(error.error);
  const facts: ModelFailureFacts = {
    message: `The model's server answered ${status}: ${shorten(body.message ?? error.message)}`,
    cause: error,
    retryAfter: hasHeaders(error.headers) ? readRetryAfter(error.headers, Date.now()) : undefined,
    retryable: quotaClaim(body.code),
    ...(status === 404 && { hint: notFoundHint }),
  };
  return modelFailure(codeOf(status), facts);
}

const notFoundHint =
  'Check the name of the model and the base URL; for a server that speaks only Chat Completions, set api: "chat".';

function codeOf(status: number): ModelErrorCode {
  if (status === 401 || status === 403) return "unauthorized";
  if (status === 429) return "rate_limited";
  if (status >= 500 || status === 408 || status === 409) return "server_error";
  return status >= 400 ? "bad_request" : "unexpected";
}

/** An exhausted quota comes as 429 too, but waiting does not refill it. */
function quotaClaim(code: unknown): false | undefined {
  return code === "insufficient_quota" ? false : undefined;
}

function rootMessage(error: unknown): string {
  if (!(error instanceof Error)) return shorten(error);
  return error.cause instanceof Error ? rootMessage(error.cause) : shorten(error.message);
}

function shorten(message: unknown): string {
  const text = typeof message === "string" ? message : JSON.stringify(toJson(message ?? "no reason given"));
  return text.length > 1000 ? `${text.slice(0, 1000)}…` : text;
}
