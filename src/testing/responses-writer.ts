import type { JsonObject } from "../json.ts";
import type { ModelCall } from "../runtime/ports.ts";
import { type Frames, fragmentsOf, type Utterance, type WireWriter } from "./wire-writer.ts";

/** Writes the Responses API: its events, or one `response`. */
export const responsesWriter: WireWriter = { stream: toFrames, whole: toResponse };

function toFrames(utterance: Utterance): Frames {
  const response = toResponse(utterance);
  const started = { ...response, status: "in_progress", output: [], usage: null, incomplete_details: null };
  const items = itemsOf(utterance);
  const opening: readonly JsonObject[] = [
    { type: "response.created", response: started },
    { type: "response.in_progress", response: started },
    ...items.flatMap(({ item, progress }, index) => toItemEvents(item, { progress, index })),
  ];
  const terminal = { type: `response.${String(response.status)}`, response };
  const frames = [...opening, terminal].map(toFrame);
  return { opening: frames.slice(0, -1), closing: frames.slice(-1) };
}

function toFrame(event: JsonObject, index: number): string {
  return `event: ${String(event.type)}\ndata: ${JSON.stringify({ ...event, sequence_number: index })}\n\n`;
}

interface Item {
  readonly item: JsonObject;
  /** What is told of the item between its beginning and its end. */
  readonly progress: readonly JsonObject[];
}

function itemsOf(utterance: Utterance): readonly Item[] {
  const { reply, id } = utterance;
  const messages = reply.text === "" ? [] : [toMessageItem(utterance)];
  return [...messages, ...reply.calls.map((call, index) => toCallItem(call, `fc_${id}_${index}`))];
}

function toMessageItem({ reply, ending, id }: Utterance): Item {
  const kind = ending === "refused" ? "refusal" : "output_text";
  const field = ending === "refused" ? "refusal" : "text";
  const part = (text: string): JsonObject =>
    ending === "refused" ? { type: kind, refusal: text } : { type: kind, text, annotations: [] };
  const status = ending === "incomplete" ? "incomplete" : "completed";
  return {
    item: { id: `msg_${id}`, type: "message", role: "assistant", status, content: [part(reply.text)] },
    progress: [
      { type: "response.content_part.added", content_index: 0, part: part("") },
      ...reply.pieces.map((piece) => ({ type: `response.${kind}.delta`, content_index: 0, delta: piece })),
      { type: `response.${kind}.done`, content_index: 0, [field]: reply.text },
      { type: "response.content_part.done", content_index: 0, part: part(reply.text) },
    ],
  };
}

function toCallItem({ id: callId, name, arguments: text }: ModelCall, id: string): Item {
  return {
    item: { id, type: "function_call", status: "completed", call_id: callId, name, arguments: text },
    progress: [
      ...fragmentsOf(text).map((piece) => ({ type: "response.function_call_arguments.delta", delta: piece })),
      { type: "response.function_call_arguments.done", arguments: text },
    ],
  };
}

interface Progress {
  readonly progress: readonly JsonObject[];
  readonly index: number;
}

function toItemEvents(item: JsonObject, { progress, index }: Progress): readonly JsonObject[] {
  const blank = item.type === "message" ? { content: [] } : { arguments: "" };
  return [
    { type: "response.output_item.added", output_index: index, item: { ...item, ...blank, status: "in_progress" } },
    ...progress.map((event) => ({ ...event, item_id: item.id, output_index: index })),
    { type: "response.output_item.done", output_index: index, item },
  ];
}

function toResponse(utterance: Utterance): JsonObject {
  const { id, model, ending, reply } = utterance;
  const { inputTokens, outputTokens } = reply.usage;
  const cutOff = ending === "incomplete";
  return {
    id: `resp_${id}`,
    object: "response",
    created_at: 0,
    model,
    status: cutOff ? "incomplete" : "completed",
    error: null,
    incomplete_details: cutOff ? { reason: "max_output_tokens" } : null,
    output: itemsOf(utterance).map(({ item }) => item),
    usage: { input_tokens: inputTokens, output_tokens: outputTokens, total_tokens: inputTokens + outputTokens },
  };
}
