import type { Message } from "../../graph/message.ts";
import { isJson, isRecord } from "../../json.ts";

/** Whether a value of unknown origin can stand in a conversation: it has all that models and views read of a message. */
export function isMessage(value: unknown): value is Message {
  return isRecord(value) && isJson(value) && typeof value.role === "string" && hasShape(value, shapeOf(value.role));
}

type Check = (value: unknown) => boolean;
type Shape = Readonly<Record<string, Check>>;

const text: Check = (value) => typeof value === "string";
const number: Check = (value) => typeof value === "number";
const truth: Check = (value) => typeof value === "boolean";
const present: Check = (value) => value !== undefined;
const textOrNull: Check = (value) => value === null || text(value);
const records: Check = (value) => Array.isArray(value) && value.every(isRecord);

const call: Shape = { key: text, id: textOrNull, name: text, arguments: text, handoff: truth };
const calls: Check = (value) => Array.isArray(value) && value.every((one) => isRecord(one) && hasShape(one, call));

const shapesByRole: Readonly<Record<Message["role"], Shape>> = {
  user: { text, at: number, parts: (value) => value === undefined || records(value) },
  prompt: { agent: text, text, reason: text },
  assistant: { agent: text, turn: number, text, calls },
  tool: { agent: text, call: text, id: textOrNull, name: text, status: text, output: present, handoff: truth },
  operator: { agent: text, text, at: number },
};

function shapeOf(role: string): Shape | undefined {
  return Object.entries(shapesByRole).find(([known]) => known === role)?.[1];
}

function hasShape(value: Readonly<Record<string, unknown>>, shape: Shape | undefined): boolean {
  return shape !== undefined && Object.entries(shape).every(([name, check]) => check(value[name]));
}
