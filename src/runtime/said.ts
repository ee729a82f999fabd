import { UsageError } from "../errors.ts";
import type { Agent } from "../graph/graph.ts";
import type { ContentPart, UserInput } from "../graph/message.ts";
import { parseWith } from "../graph/schema.ts";
import { byteLength, exceedsBytes, isJson, isRecord, type JsonValue, lookup, toJson } from "../json.ts";
import { noteOf } from "./decode-reply.ts";
import type { OperatorSays, Saying } from "./session.ts";

/* Judges what people say before it becomes an event. */

/** Refuses what is no message. @throws {UsageError} `bad_event`, `too_large`. */
export function refuseText(text: unknown, maxBytes: number): asserts text is string {
  if (typeof text !== "string" || text === "") {
    const found = typeof text === "string" ? "an empty one" : typeof text;
    throw new UsageError("bad_event", { message: `A message must be a text, not ${found}.` });
  }
  if (!exceedsBytes(text, maxBytes)) return;
  throw new UsageError("too_large", {
    message: `The message is ${byteLength(text)} bytes long; at most ${maxBytes} are taken.`,
    hint: "Raise caps.maxMessageBytes, or send less.",
  });
}

/**
 * What users say in one breath, as the event carries it.
 *
 * @throws {UsageError} `bad_event` when it is empty or has a part that is none; `too_large`.
 */
export function userInput(
  said: Saying | readonly Saying[],
  maxBytes: number,
): UserInput & { readonly also?: readonly UserInput[] } {
  const [first, ...also] = (isList(said) ? said : [said]).map((one) => oneInput(one, maxBytes));
  if (first === undefined) throw new UsageError("bad_event", { message: "There is no message in the list." });
  return also.length === 0 ? first : { ...first, also };
}

function isList(said: Saying | readonly Saying[]): said is readonly Saying[] {
  return Array.isArray(said);
}

function oneInput(said: Saying, maxBytes: number): UserInput {
  if (typeof said === "string" || !isRecord(said)) {
    refuseText(said, maxBytes);
    return { text: said };
  }
  const { text, parts, by } = said;
  if (by !== undefined) refuseText(by, 1_000);
  const name = by === undefined ? {} : { by };
  if (parts !== undefined && !isPartList(parts)) {
    const found = parts === null ? "null" : typeof parts;
    throw new UsageError("bad_event", {
      message: `The parts of a message must be a list, not ${found}.`,
      hint: partForm,
    });
  }
  if (parts === undefined || parts.length === 0) {
    refuseText(text, maxBytes);
    return { text: text ?? "", ...name };
  }
  const wrong = parts.findIndex((part) => !isPart(part));
  if (wrong !== -1) {
    throw new UsageError("bad_event", {
      message: `Part ${wrong} of the message is none.`,
      hint: partForm,
    });
  }
  const all: readonly ContentPart[] = text === undefined || text === "" ? parts : [{ type: "text", text }, ...parts];
  const written = JSON.stringify(all);
  refuseText(written, maxBytes);
  const own: readonly ContentPart[] = JSON.parse(written); // a copy: what the caller does to his own changes nothing
  return { text: own.flatMap((part) => (part.type === "text" ? [part.text] : [])).join("\n"), parts: own, ...name };
}

const partForm = 'A part is { type: "text", text }, or { type: "image" | "file" } with { url } or { data, mediaType }.';

/** A program without types may give anything. */
function isPartList(parts: unknown): parts is readonly ContentPart[] {
  return Array.isArray(parts);
}

function isPart(part: unknown): part is ContentPart {
  if (!isRecord(part) || !isJson(part)) return false;
  if (part.type === "text") return typeof part.text === "string" && part.text !== "";
  if (part.type !== "image" && part.type !== "file") return false;
  return typeof part.url === "string"
    ? URL.canParse(part.url)
    : typeof part.data === "string" && part.data !== "" && typeof part.mediaType === "string";
}

/** What an operator says, when it is something. @throws {UsageError} `bad_event`. */
export function operatorSays(said: OperatorSays): OperatorSays {
  const { handoff }: { readonly handoff?: unknown } = isRecord(said) ? said : { handoff: null };
  if (handoff === undefined || isRecord(handoff)) return said;
  throw new UsageError("bad_event", { message: "An operator says { text }, { handoff: { to, input? } }, or both." });
}

/**
 * The payload of an operator's handoff, as its schema takes it.
 *
 * @throws {UsageError} `bad_event` when the agent has no such handoff, or the payload does not fit; `too_large`.
 */
export function operatorInput(
  operator: Agent,
  { to, input = {} }: { readonly to: string; readonly input?: JsonValue },
  maxBytes: number,
): JsonValue {
  const handoff = lookup(operator.handoffs, to);
  if (handoff === undefined) {
    throw new UsageError("bad_event", {
      message: `${operator.name} cannot hand off to "${to}".`,
      hint: `Declared: ${Object.keys(operator.handoffs).join(", ") || "none"}.`,
    });
  }
  const size = JSON.stringify(toJson(input));
  if (exceedsBytes(size, maxBytes)) {
    const message = `The input of the handoff to ${to} is ${byteLength(size)} bytes long; at most ${maxBytes} are taken.`;
    throw new UsageError("too_large", { message, hint: "Raise caps.maxArgumentBytes, or tell less." });
  }
  if (handoff.input === null) {
    const note = noteOf(input, "reason");
    if (note !== null) return note;
    throw new UsageError("bad_event", {
      message: `The handoff to ${to} takes { reason } with a text, and nothing else.`,
    });
  }
  const parsed = parseWith(handoff.input, input);
  if (parsed instanceof Promise) {
    throw new UsageError("bad_event", {
      message: `The input of the handoff to ${to} has an asynchronous schema, which an operator's handoff cannot wait for.`,
    });
  }
  if (parsed.ok) return toJson(parsed.value);
  throw new UsageError("bad_event", {
    message: `The input of the handoff to ${to} does not fit: ${parsed.problems.join("; ")}.`,
  });
}
