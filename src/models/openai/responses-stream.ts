import { isRecord, toJson } from "../../json.ts";
import type { ModelCall, ModelReply } from "../../runtime/ports.ts";
import { modelFailure } from "../model-failure.ts";
import { providerFailure } from "./openai-errors.ts";
import { checkedReply, endedEarly, malformedEvent, readCount, refusal } from "./reply-faults.ts";
import type { ReplyReader } from "./wire-format.ts";

type Fields = Readonly<Record<string, unknown>>;

/** The model that was asked, and the name of the native items that its replies carry. */
export interface Answerer {
  readonly model: string;
  readonly provider: string;
}

/**
 * Reads the events of a Responses stream.
 *
 * 1. A reply is complete when `response.completed` came; it is read from the items that came with it.
 * 2. Some servers leave those out: then the items count that were finished on the way.
 * 3. Text that came in no delta is handed on whole at the end.
 */
export function responsesReader(onDelta: (text: string) => void, answerer: Answerer): ReplyReader {
  const finishedItems: unknown[] = [];
  let streamedText = "";
  let completed: Fields | null = null;

  function take(event: unknown): void {
    if (!isRecord(event)) throw malformedEvent(event);
    const response = isRecord(event.response) ? event.response : {};
    switch (event.type) {
      case "response.output_text.delta":
        speak(event.delta);
        return;
      case "response.output_item.done":
        finishedItems.push(event.item);
        return;
      case "response.completed":
        completed = response;
        return;
      case "response.incomplete":
        throw incomplete(response);
      case "response.failed":
        throw providerFailure(isRecord(response.error) ? response.error : {}, response);
      case "error":
        throw providerFailure(isRecord(event.error) ? event.error : event);
    }
  }

  function speak(delta: unknown): void {
    if (typeof delta !== "string" || delta === "") return;
    streamedText += delta;
    onDelta(delta);
  }

  function finish(): ModelReply {
    if (completed === null) throw endedEarly("response.completed");
    const output: readonly unknown[] = Array.isArray(completed.output) ? completed.output : [];
    const items = (output.length > 0 ? output : finishedItems).filter(isRecord);
    const declined = partsOf(items, "refusal").join("");
    if (declined !== "") throw refusal(declined);
    const text = partsOf(items, "output_text").join("") || streamedText;
    const reply = checkedReply({
      text,
      calls: items.filter(({ type }) => type === "function_call").map(toCall),
      usage: readUsage(completed.usage),
      model: typeof completed.model === "string" ? completed.model : answerer.model,
      native: { provider: answerer.provider, items: items.map(toJson) },
    });
    if (streamedText === "") speak(text);
    return reply;
  }

  return {
    take,
    get complete() {
      return completed !== null;
    },
    finish,
  };
}

/** The texts of all content parts of one type, `output_text` or `refusal`, in order. */
function partsOf(items: readonly Fields[], type: "output_text" | "refusal"): readonly string[] {
  const field = type === "refusal" ? "refusal" : "text";
  return items
    .flatMap(({ content }): readonly unknown[] => (Array.isArray(content) ? content : []))
    .filter(isRecord)
    .filter((part) => part.type === type)
    .map((part) => part[field])
    .filter((text) => typeof text === "string");
}

function toCall(item: Fields): ModelCall {
  return {
    id: typeof item.call_id === "string" && item.call_id !== "" ? item.call_id : null,
    name: typeof item.name === "string" ? item.name : "",
    arguments: typeof item.arguments === "string" ? item.arguments : "",
  };
}

function incomplete({ incomplete_details: details }: Fields): Error {
  const reason = isRecord(details) && typeof details.reason === "string" ? details.reason : "no reason given";
  return modelFailure("incomplete_reply", { message: `The reply was cut off by the model's server: ${reason}.` });
}

function readUsage(usage: unknown): ModelReply["usage"] {
  const counts = isRecord(usage) ? usage : {};
  return { inputTokens: readCount(counts.input_tokens), outputTokens: readCount(counts.output_tokens) };
}
