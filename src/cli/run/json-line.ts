import { UsageError } from "../../errors.ts";
import { isRecord, type JsonValue } from "../../json.ts";
import type { Run } from "../../runtime/run.ts";
import type { Session } from "../../runtime/session.ts";

/** Begins what a line asks for; throws what the session throws. */
export type Wish = (session: Session) => Run;

/** What a line of the protocol asks for, and when: when the lines before it are done, or at once. */
export interface JsonLine {
  readonly when: "next" | "now";
  readonly wish: Wish;
}

const keys = ["send", "approve", "deny", "operate", "resume", "stop", "cancel"];

/**
 * Reads a line of the protocol: an object with one of its keys, or a message as it is.
 *
 * @throws {UsageError} `bad_event` for anything else that begins like an object.
 */
export function parseJsonLine(line: string): JsonLine {
  if (!line.startsWith("{")) return next((session) => session.send(line));
  const object = parseObject(line);
  const { send, approve, deny, operate, resume, stop, cancel, reason } = object;
  if (typeof send === "string") return next((session) => session.send(send));
  if (isCall(approve)) return next((session) => session.approve(keyOf(approve)));
  if (isCall(deny)) return next((session) => session.deny(keyOf(deny), typeof reason === "string" ? { reason } : {}));
  if (isRecord(operate)) return next((session) => session.operate(parseOperation(operate)));
  if (resume === true) return next((session) => session.resume());
  if (stop === true) return now((session) => session.stop());
  if (cancel === true || typeof cancel === "string") {
    return now((session) => session.cancel(cancel === true ? undefined : cancel));
  }
  throw unknownLine(line);
}

function next(wish: Wish): JsonLine {
  return { when: "next", wish };
}

function now(wish: Wish): JsonLine {
  return { when: "now", wish };
}

function parseObject(line: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(line);
    if (isRecord(value)) return value;
  } catch {
    // told below, as for any line that is none of ours
  }
  throw unknownLine(line);
}

/** `true` is the only call that waits. */
function isCall(value: unknown): value is string | true {
  return typeof value === "string" || value === true;
}

function keyOf(call: string | true): string | undefined {
  return call === true ? undefined : call;
}

function parseOperation({ text, handoff }: Readonly<Record<string, unknown>>): {
  readonly text?: string;
  readonly handoff?: { readonly to: string; readonly input?: JsonValue };
} {
  const said = typeof text === "string" ? { text } : {};
  if (!isRecord(handoff) || typeof handoff.to !== "string") return said;
  const input = handoff.input;
  return { ...said, handoff: { to: handoff.to, ...(isJson(input) ? { input } : {}) } };
}

/** It came out of JSON.parse, so it is JSON wherever it is there at all. */
function isJson(value: unknown): value is JsonValue {
  return value !== undefined;
}

function unknownLine(line: string): UsageError {
  return new UsageError("bad_event", {
    message: `This line is not understood: ${line.slice(0, 80)}.`,
    hint: `Write an object with one of ${keys.join(", ")}, or a message that does not begin with "{".`,
  });
}
