import { UsageError } from "../errors.ts";
import type { Agent } from "../graph/graph.ts";
import { parseWith } from "../graph/schema.ts";
import { byteLength, exceedsBytes, type JsonValue, lookup, toJson } from "../json.ts";
import { noteOf } from "./decode-reply.ts";

/* Judges what people say before it becomes an event. */

/** Refuses what is no message. @throws {UsageError} `bad_event`, `too_large`. */
export function refuseText(text: unknown, maxBytes: number): void {
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
