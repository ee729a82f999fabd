import type { Usage } from "../../graph/message.ts";
import { isRecord } from "../../json.ts";
import { modelFailure } from "../model-failure.ts";
import { createCallCollector } from "./chat-calls.ts";
import { providerFailure } from "./openai-errors.ts";
import { checkedReply, endedEarly, malformedEvent, readCount, refusal } from "./reply-faults.ts";
import type { ReplyReader } from "./wire-format.ts";

/**
 * Reads the chunks of a Chat Completions stream.
 *
 * 1. A reply is complete when a `finish_reason` came; which one it is does not tell whether there are calls.
 * 2. Only the first choice counts: no more are asked for.
 */
export function chatReader(onDelta: (text: string) => void, requested: string): ReplyReader {
  const collector = createCallCollector();
  const texts: string[] = [];
  const refusals: string[] = [];
  let model = requested;
  let usage: Usage = { inputTokens: 0, outputTokens: 0 };
  let finishReason: string | null = null;

  function take(chunk: unknown): void {
    if (!isRecord(chunk)) throw malformedEvent(chunk);
    const error = chunk.error ?? (chunk.object === "error" ? chunk : null);
    if (error !== null) throw providerFailure(isRecord(error) ? error : { message: error });
    if (typeof chunk.model === "string") model = chunk.model;
    if (isRecord(chunk.usage)) usage = readUsage(chunk.usage);
    const choice: unknown = Array.isArray(chunk.choices) ? chunk.choices[0] : undefined;
    if (!isRecord(choice)) return;
    if (isRecord(choice.delta)) takeDelta(choice.delta);
    if (typeof choice.finish_reason === "string") finishReason = choice.finish_reason;
  }

  function takeDelta({ content, refusal: declined, tool_calls: fragments }: Readonly<Record<string, unknown>>): void {
    if (typeof content === "string" && content !== "") {
      texts.push(content);
      onDelta(content);
    }
    if (typeof declined === "string") refusals.push(declined);
    if (Array.isArray(fragments)) fragments.forEach(collector.take);
  }

  return {
    take,
    get complete() {
      return finishReason !== null;
    },
    finish: () => {
      if (finishReason === null) throw endedEarly("finish_reason");
      rejectUnfinished(finishReason);
      if (refusals.join("") !== "") throw refusal(refusals.join(""));
      return checkedReply({ text: texts.join(""), calls: collector.calls(), usage, model });
    },
  };
}

function rejectUnfinished(reason: string): void {
  if (reason === "length" || reason === "content_filter") {
    throw modelFailure("incomplete_reply", { message: `The reply was cut off by the model's server: ${reason}.` });
  }
  if (reason === "error" || reason === "abort") {
    throw modelFailure("server_error", {
      message: `The model's server gave up in the middle of the reply: ${reason}.`,
    });
  }
}

function readUsage(usage: Readonly<Record<string, unknown>>): Usage {
  return { inputTokens: readCount(usage.prompt_tokens), outputTokens: readCount(usage.completion_tokens) };
}
