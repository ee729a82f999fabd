import { isRecord } from "../json.ts";

/**
 * Tells what keeps a value of unknown origin from being an event of the machine, or `null`. Events that this library
 * makes are right by their types; those that are read from outside are judged here, once.
 */
export function eventMistake(value: unknown): string | null {
  if (!isRecord(value)) return "it is no object";
  const { type, at } = value;
  if (typeof type !== "string") return "its type is no text";
  if (typeof at !== "number" || !Number.isFinite(at)) return `"at" of ${type} must be a number of milliseconds`;
  const fields = fieldsOf(type);
  if (fields === undefined) return `there is no event "${type}"`;
  const wrong = Object.entries(fields).find(([name, check]) => !check(value[name]));
  return wrong === undefined ? null : `"${wrong[0]}" of ${type} is missing or of the wrong kind`;
}

type Check = (value: unknown) => boolean;
type Fields = Readonly<Record<string, Check>>;

const text: Check = (value) => typeof value === "string";
const count: Check = (value) => Number.isInteger(value);
const number: Check = (value) => typeof value === "number";
const truth: Check = (value) => typeof value === "boolean";
const present: Check = (value) => value !== undefined;
const optionalText: Check = (value) => value === undefined || text(value);
const record: Check = isRecord;
const oneOf =
  (...values: readonly string[]): Check =>
  (value) =>
    values.some((known) => known === value);

function shape(fields: Fields): Check {
  return (value) => isRecord(value) && Object.entries(fields).every(([name, check]) => check(value[name]));
}

function list(check: Check): Check {
  return (value) => Array.isArray(value) && value.every(check);
}

const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);

const usage: Check = shape({ inputTokens: number, outputTokens: number });

const said: Check = shape({ text, by: optionalText, parts: optional(list(shape({ type: text }))) });

const verdictList: Check = list(
  shape({
    guardrail: text,
    on: oneOf("input", "output", "arguments", "result"),
    outcome: oneOf("passed", "tripped", "rewritten"),
    reason: optionalText,
    call: optionalText,
    message: optional(count),
  }),
);

const verdicts: Check = optional(verdictList);

/** The answer in the form that was asked for, or why it has not that form. */
const output: Check = (value) =>
  isRecord(value) && ("value" in value ? present(value.value) : list(text)(value.problems));

const summary: Check = optional(shape({ for: text, text, covers: count, model: text, usage }));

const decision: Fields = {
  call: text,
  by: optionalText,
  binding: optionalText,
  remember: optional(oneOf("tool", "arguments")),
};

const requests: Readonly<Record<string, Fields>> = {
  tool: { tool: text, input: record, approval: truth, lossy: optional(truth) },
  handoff: { to: text, input: present },
  return: { to: text, input: present },
  end: { input: present },
  question: { question: text },
  rejected: { code: text, message: text, handoff: truth, to: (value) => value === null || text(value) },
};

const call: Check = (value) => {
  if (!isRecord(value) || !(value.id === null || text(value.id)) || !text(value.name) || !text(value.arguments))
    return false;
  const kind = value.kind;
  return typeof kind === "string" && Object.hasOwn(requests, kind) && shape(requests[kind] ?? {})(value);
};

const fieldsByType: Readonly<Record<string, Fields>> = {
  "user.message": { text, by: optionalText, parts: optional(list(shape({ type: text }))), also: optional(list(said)) },
  "operator.message": { text, handoff: (value) => value === undefined || shape({ to: text, input: present })(value) },
  "model.replied": {
    turn: count,
    attempt: count,
    model: text,
    text,
    calls: list(call),
    usage,
    offers: list(shape({ to: text, offered: truth, holds: truth, reads: record })),
    native: optional(shape({ provider: text, items: list(present) })),
    output: optional(output),
    verdicts,
    instructions: optional(shape({ hash: text, text: optionalText })),
    summary,
  },
  "model.failed": {
    turn: count,
    attempt: count,
    error: shape({ code: text, message: text, retryable: truth, retryAfter: optional(number) }),
    partial: text,
    jitter: number,
    fallback: optional(truth),
    verdicts,
    inputChecked: optional(truth),
    summary,
  },
  "guardrail.tripped": {
    turn: count,
    attempt: count,
    guardrail: text,
    reason: text,
    partial: text,
    verdicts: verdictList,
    summary,
    spent: optional(shape({ model: text, usage })),
  },
  "tool.returned": { call: text, attempt: count, output: present, set: record, verdicts },
  "tool.failed": { call: text, attempt: count, code: text, message: text, verdicts },
  "approval.granted": {
    ...decision,
    edited: optional(shape({ arguments: text, input: present, lossy: optional(truth) })),
  },
  "approval.denied": { ...decision, reason: optionalText },
  "deadline.passed": { call: text },
  "end.due": { call: text, input: present, guard: shape({ holds: truth, reads: record }) },
  "question.due": { call: text, question: text },
  "turn.due": { turn: count },
  "run.stopped": { partial: text },
  "run.resumed": {},
  "session.cancelled": { reason: optionalText },
};

const handoff: Fields = { call: text, input: present, guard: shape({ holds: truth, reads: record }) };
const comeback: Fields = { call: text, input: present };

function fieldsOf(type: string): Fields | undefined {
  if (type.startsWith("handoff.")) return handoff;
  if (type.startsWith("return.")) return comeback;
  return Object.hasOwn(fieldsByType, type) ? fieldsByType[type] : undefined;
}
