import { UsageError } from "../../errors.ts";
import { isRecord } from "../../json.ts";
import type { Run } from "../../runtime/run.ts";
import type { OperatorSays, Session } from "../../runtime/session.ts";
import { choiceIn, type Fields, fieldsOf, misfit, textIn, textsIn, valueIn } from "./json-fields.ts";
import { parseSayings } from "./json-saying.ts";

/** Begins what a line asks for; throws what the session throws. */
export type Wish = (session: Session) => Run;

/** What a line of the protocol asks for, and when: when the lines before it are done, or at once. */
export interface JsonLine {
  readonly when: "next" | "now";
  readonly wish: Wish;
}

/** What a line can ask for, and the fields that can stand beside it. */
const wishes = {
  send: [],
  approve: ["by", "binding", "remember", "input"],
  deny: ["by", "binding", "remember", "reason"],
  operate: [],
  resume: [],
  stop: [],
  cancel: [],
} as const satisfies Readonly<Record<string, readonly string[]>>;

type WishName = keyof typeof wishes;

const wishNames = Object.keys(wishes).filter((name): name is WishName => name in wishes);

/**
 * Reads a line of the protocol: an object with one of its wishes, or a message as it is.
 *
 * @throws {UsageError} `bad_event` for anything else that begins like an object, naming the field that does not fit.
 */
export function parseJsonLine(line: string): JsonLine {
  if (!line.startsWith("{")) return next((session) => session.send(line));
  const object = parseObject(line);
  const [name, ...others] = wishNames.filter((known) => object[known] !== undefined);
  if (name === undefined) throw unknownLine(line);
  if (others.length > 0) {
    throw new UsageError("bad_event", {
      message: `This line asks for ${[name, ...others].join(" and ")} at once.`,
      hint: "Write a line for each.",
    });
  }
  return parseWish(name, fieldsOf(object, "", [name, ...wishes[name]]));
}

function parseWish(name: WishName, fields: Fields): JsonLine {
  const value = fields.values[name];
  switch (name) {
    case "send": {
      const said = parseSayings(value);
      return next((session) => session.send(said));
    }
    case "approve": {
      const [call, options] = [callOf(fields, name), { ...decisionOf(fields), ...valueIn(fields, "input") }];
      return next((session) => session.approve(call, options));
    }
    case "deny": {
      const [call, options] = [callOf(fields, name), { ...decisionOf(fields), ...textsIn(fields, ["reason"]) }];
      return next((session) => session.deny(call, options));
    }
    case "operate": {
      const operation = parseOperation(value);
      return next((session) => session.operate(operation));
    }
    case "resume":
      mustBeTrue(name, value);
      return next((session) => session.resume());
    case "stop":
      mustBeTrue(name, value);
      return now((session) => session.stop());
    case "cancel": {
      if (value !== true && typeof value !== "string") throw misfit(name, "true or a reason", value);
      return now((session) => session.cancel(value === true ? undefined : value));
    }
  }
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

/** The key of a call; `true` is the only call that waits. */
function callOf({ values }: Fields, name: "approve" | "deny"): string | undefined {
  const call = values[name];
  if (call === true) return undefined;
  if (typeof call === "string") return call;
  throw misfit(name, "the key of a call, or true for the only one that waits", call);
}

function decisionOf(fields: Fields): {
  readonly by?: string;
  readonly binding?: string;
  readonly remember?: "tool" | "arguments";
} {
  const remember = choiceIn(fields, "remember", ["tool", "arguments"]);
  return { ...textsIn(fields, ["by", "binding"]), ...(remember === undefined ? {} : { remember }) };
}

function parseOperation(value: unknown): OperatorSays {
  const fields = fieldsOf(value, "operate", ["text", "handoff"]);
  const said = textsIn(fields, ["text"]);
  const { handoff } = fields.values;
  if (handoff === undefined) return said;
  const way = fieldsOf(handoff, "operate.handoff", ["to", "input"]);
  return { ...said, handoff: { to: textIn(way, "to"), ...valueIn(way, "input") } };
}

function mustBeTrue(name: string, value: unknown): void {
  if (value !== true) throw misfit(name, "true", value);
}

function unknownLine(line: string): UsageError {
  const shown = line.length <= 80 ? line : `${line.slice(0, 79)}…`;
  return new UsageError("bad_event", {
    message: `This line is not understood: ${shown}`,
    hint: `Write an object with one of ${wishNames.join(", ")}, or a message that does not begin with "{".`,
  });
}
