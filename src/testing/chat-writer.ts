import { isRecord, type JsonObject } from "../json.ts";
import type { ModelCall } from "../runtime/ports.ts";
import { type Frames, fragmentsOf, type Utterance, type WireWriter } from "./wire-writer.ts";

/** Writes Chat Completions: `chat.completion.chunk` events, or one `chat.completion`. */
export const chatWriter: WireWriter = { stream: toFrames, whole: toCompletion };

function toFrames(utterance: Utterance, request: JsonObject): Frames {
  const { reply, ending } = utterance;
  const field = ending === "refused" ? "refusal" : "content";
  const deltas: readonly JsonObject[] = [
    { role: "assistant", content: "" },
    ...reply.pieces.map((piece) => ({ [field]: piece })),
    ...reply.calls.flatMap(toCallDeltas),
  ];
  const wantsUsage = isRecord(request.stream_options) && request.stream_options.include_usage === true;
  return {
    opening: deltas.map((delta) => toFrame(toChunk(utterance, [{ index: 0, delta, finish_reason: null }]))),
    closing: [
      toFrame(toChunk(utterance, [{ index: 0, delta: {}, finish_reason: finishReason(utterance) }])),
      ...(wantsUsage ? [toFrame({ ...toChunk(utterance, []), usage: toUsage(utterance) })] : []),
      "data: [DONE]\n\n",
    ],
  };
}

function toFrame(chunk: JsonObject): string {
  return `data: ${JSON.stringify(chunk)}\n\n`;
}

function toChunk({ id, model }: Utterance, choices: readonly JsonObject[]): JsonObject {
  return { id: `chatcmpl-${id}`, object: "chat.completion.chunk", created: 0, model, choices };
}

function toCallDeltas({ id, name, arguments: text }: ModelCall, index: number): readonly JsonObject[] {
  const opening = { index, id, type: "function", function: { name, arguments: "" } };
  const pieces = fragmentsOf(text).map((piece) => ({ index, function: { arguments: piece } }));
  return [opening, ...pieces].map((fragment) => ({ tool_calls: [fragment] }));
}

function toCompletion(utterance: Utterance): JsonObject {
  const { reply, ending, id, model } = utterance;
  const calls = reply.calls.map((call) => ({
    id: call.id,
    type: "function",
    function: { name: call.name, arguments: call.arguments },
  }));
  const message = {
    role: "assistant",
    content: ending === "refused" || reply.text === "" ? null : reply.text,
    refusal: ending === "refused" ? reply.text : null,
    ...(calls.length > 0 && { tool_calls: calls }),
  };
  return {
    id: `chatcmpl-${id}`,
    object: "chat.completion",
    created: 0,
    model,
    choices: [{ index: 0, message, finish_reason: finishReason(utterance) }],
    usage: toUsage(utterance),
  };
}

function finishReason({ reply, ending }: Utterance): string {
  if (ending === "incomplete") return "length";
  return reply.calls.length > 0 ? "tool_calls" : "stop";
}

function toUsage({ reply: { usage } }: Utterance): JsonObject {
  const { inputTokens, outputTokens } = usage;
  return { prompt_tokens: inputTokens, completion_tokens: outputTokens, total_tokens: inputTokens + outputTokens };
}
