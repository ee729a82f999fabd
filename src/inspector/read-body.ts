import { UsageError } from "../errors.ts";
import { isJson, isRecord, type JsonValue, toJson } from "../json.ts";
import { ApiError } from "./api-error.ts";

/** A request's body, of which each field is read as what it should be. */
export type Body = Readonly<Record<string, unknown>>;

/** No body is longer than this. */
const mostLetters = 5_000_000;

/**
 * Reads the body of a request: a JSON object.
 *
 * @throws {UsageError} `bad_option`; {@link ApiError} `too_large`.
 */
export async function readBody(request: Request): Promise<Body> {
  if (Number(request.headers.get("content-length") ?? 0) > mostLetters) throw tooLong();
  const body = parse(await textOf(request));
  if (isRecord(body)) return body;
  throw misfit("the body", "a JSON object", body);
}

/** A text. */
export function textIn(body: Body, name: string): string {
  const value = body[name];
  if (typeof value === "string") return value;
  throw misfit(name, "a text", value);
}

/** A text that may be missing. */
export function optionalTextIn(body: Body, name: string): string | undefined {
  return body[name] === undefined ? undefined : textIn(body, name);
}

/** A number from 0 without a fraction. */
export function countIn(body: Body, name: string): number {
  const value = body[name];
  if (typeof value === "number" && Number.isInteger(value) && value >= 0) return value;
  throw misfit(name, "a whole number from 0", value);
}

/** One of some words, or nothing. */
export function optionalWordIn<Word extends string>(
  body: Body,
  name: string,
  words: readonly Word[],
): Word | undefined {
  if (body[name] === undefined) return undefined;
  const found = words.find((word) => word === body[name]);
  if (found !== undefined) return found;
  throw misfit(name, `one of ${words.join(", ")}`, body[name]);
}

/** Anything that JSON carries, or nothing. */
export function optionalJsonIn(body: Body, name: string): JsonValue | undefined {
  const value = body[name];
  if (value === undefined || isJson(value)) return value;
  throw misfit(name, "JSON that is not nested too deep", value);
}

/** A list of objects, or nothing. */
export function optionalListIn(body: Body, name: string): readonly Body[] | undefined {
  const value = body[name];
  if (value === undefined) return undefined;
  if (Array.isArray(value) && value.every(isRecord)) return value;
  throw misfit(name, "a list of objects", value);
}

/** An object, or nothing. */
export function optionalRecordIn(body: Body, name: string): Body | undefined {
  const value = body[name];
  if (value === undefined || isRecord(value)) return value;
  throw misfit(name, "an object", value);
}

/** Reads no further than a body may go: one that does not say how long it is need not end. */
async function textOf(request: Request): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const part of request.body ?? []) {
    text += decoder.decode(part, { stream: true });
    if (text.length > mostLetters) throw tooLong();
  }
  return text + decoder.decode();
}

function parse(text: string): unknown {
  try {
    return text === "" ? {} : JSON.parse(text);
  } catch (cause) {
    throw new UsageError("bad_option", { message: "The body is not JSON.", cause });
  }
}

function misfit(place: string, expected: string, found: unknown): UsageError {
  const shown = found === undefined ? "nothing" : JSON.stringify(toJson(found)).slice(0, 80);
  return new UsageError("bad_option", { message: `${place}: expected ${expected}, found ${shown}.` });
}

function tooLong(): ApiError {
  return new ApiError(413, { code: "too_large", message: `The body is longer than ${mostLetters} letters.` });
}
