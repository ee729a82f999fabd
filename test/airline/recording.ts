import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";

/*
 * The recorded conversations of an airline's agent: what a real model said, and what its tools answered. They lie
 * beside the checkout and are no part of it; where they are missing, their tests are skipped.
 */

const folder = new URL("../../../shared/data/airline/", import.meta.url);
const conversationsFile = new URL("conversations.jsonl", folder);
const policyFile = new URL("policy.md", folder);

const call = z.strictObject({
  id: z.string(),
  type: z.literal("function"),
  function: z.strictObject({ name: z.string(), arguments: z.string() }),
});

const user = z.strictObject({ role: z.literal("user"), content: z.string() });

const assistant = z.strictObject({
  role: z.literal("assistant"),
  content: z.string().nullable(),
  tool_calls: z.array(call).optional(),
});

const tool = z.strictObject({ role: z.literal("tool"), tool_call_id: z.string(), content: z.string() });

const recordedMessage = z.discriminatedUnion("role", [user, assistant, tool.extend({ name: z.string() })]);

const conversation = z.object({ task: z.number(), trial: z.number(), messages: z.array(recordedMessage) });

/** A call of Chat Completions. */
export type WireCall = z.infer<typeof call>;

/** A message of Chat Completions, as it stands in a request. */
export const wireMessage = z.discriminatedUnion("role", [user, assistant, tool]);

/** The type of {@link wireMessage}. */
export type WireMessage = z.infer<typeof wireMessage>;

/** A message as it was recorded: results have the tool's name too. */
export type RecordedMessage = z.infer<typeof recordedMessage>;

/** One conversation. */
export interface Recording {
  /** `airline-<task>-<trial>`: names its session, and its model. */
  readonly name: string;
  readonly messages: readonly RecordedMessage[];
}

/** The name under which the recorded model called for a person. */
export const transferTool = "transfer_to_human_agents";

/** Where the recordings are looked for. */
export const recordingsPath: string = fileURLToPath(conversationsFile);

/** Reads all conversations, in the order of their file; none where it is missing. */
export function readRecordings(): readonly Recording[] {
  if (!existsSync(conversationsFile)) return [];
  const lines = readFileSync(conversationsFile, "utf8").trim().split("\n");
  return lines.map((line) => {
    const { task, trial, messages } = conversation.parse(JSON.parse(line));
    return { name: `airline-${task}-${trial}`, messages };
  });
}

/** Reads the policy that the recorded agent was given as its instructions; empty where it is missing. */
export function readPolicy(): string {
  return existsSync(policyFile) ? readFileSync(policyFile, "utf8") : "";
}

/** What the user said, in order. */
export function userTexts({ messages }: Recording): readonly string[] {
  return messages.flatMap((said) => (said.role === "user" ? [said.content] : []));
}

/** The place of the model's reply number `turn`, counted from 1; the number of messages when there is no such reply. */
export function placeOfReply({ messages }: Recording, turn: number): number {
  let replies = 0;
  const place = messages.findIndex((said) => said.role === "assistant" && ++replies === turn);
  return place === -1 ? messages.length : place;
}

/** Whether the conversation ended with a person taking over; no recording goes on behind that. */
export function isTransferred({ messages }: Recording): boolean {
  const last = messages.at(-1);
  return last?.role === "tool" && last.name === transferTool;
}

/** The result that was recorded for the call of reply number `turn`; no reply has more than one. */
export function resultOfTurn(recording: Recording, turn: number): string {
  const result = recording.messages[placeOfReply(recording, turn) + 1];
  if (result?.role !== "tool") throw new RangeError(`${recording.name} has no result in turn ${turn}.`);
  return result.content;
}
