import type {
  ChatCompletionCreateParamsStreaming,
  ChatCompletionFunctionTool,
  ChatCompletionMessageFunctionToolCall,
  ChatCompletionMessageParam,
} from "openai/resources/chat/completions";
import type { AssistantMessage, RequestedCall } from "../../graph/message.ts";
import type { ModelMessage, ModelRequest, OfferedTool } from "../../runtime/ports.ts";
import { chatContent } from "./chat-content.ts";
import type { OpenaiSettings } from "./openai-options.ts";
import { outputFormat } from "./output-format.ts";
import { offeredParameters, toolOffer } from "./tool-offer.ts";
import { wireArguments, wireName, wireOutput } from "./wire-call.ts";
import { createWireIds, type WireIds } from "./wire-ids.ts";

/**
 * Writes a request in the format of Chat Completions.
 *
 * @throws {@link UsageError} `bad_option` when strict mode cannot express a tool.
 */
export function chatRequest(request: ModelRequest, settings: OpenaiSettings): ChatCompletionCreateParamsStreaming {
  const { model, temperature, topP, reasoningEffort } = settings;
  const messages = [...request.messages];
  const output = outputFormat(request.output);
  return {
    model,
    stream: true,
    stream_options: { include_usage: true },
    messages: toMessages(request.instructions, messages),
    ...toolOffer({ ...request, messages, settings, toTool }),
    ...(output !== null && { response_format: { type: "json_schema", json_schema: output } }),
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { top_p: topP }),
    ...(reasoningEffort !== undefined && { reasoning_effort: reasoningEffort }),
    ...tokenLimit(settings),
  };
}

/** OpenAI's own server rejects the old name with reasoning models; compatible servers may know only that. */
function tokenLimit({ maxOutputTokens, compatible }: OpenaiSettings): Partial<ChatCompletionCreateParamsStreaming> {
  if (maxOutputTokens === undefined) return {};
  return compatible ? { max_tokens: maxOutputTokens } : { max_completion_tokens: maxOutputTokens };
}

function toTool(tool: OfferedTool, strict: boolean): ChatCompletionFunctionTool {
  const { name, description } = tool;
  const parameters = { ...offeredParameters(tool, strict) };
  return { type: "function", function: { name, description, parameters, ...(strict && { strict }) } };
}

function toMessages(instructions: string, messages: readonly ModelMessage[]): ChatCompletionMessageParam[] {
  const ids = createWireIds();
  const opening: ChatCompletionMessageParam[] = instructions === "" ? [] : [{ role: "system", content: instructions }];
  return [...opening, ...messages.flatMap((message) => toMessage(message, ids))];
}

function toMessage(message: ModelMessage, ids: WireIds): readonly ChatCompletionMessageParam[] {
  switch (message.role) {
    case "user":
      return [{ role: "user", content: chatContent(message) }];
    case "prompt":
      return [{ role: "user", content: message.text }];
    case "operator":
      return [{ role: "assistant", content: message.text }];
    case "assistant":
      return toAssistant(message, ids);
    case "tool":
      return [{ role: "tool", tool_call_id: ids.of(message.call), content: wireOutput(message) }];
  }
}

/** A reply that was stopped before it said anything is left out: servers reject a message without content. */
function toAssistant({ text, calls }: AssistantMessage, ids: WireIds): readonly ChatCompletionMessageParam[] {
  if (text === "" && calls.length === 0) return [];
  const content = text === "" ? null : text;
  if (calls.length === 0) return [{ role: "assistant", content }];
  return [{ role: "assistant", content, tool_calls: calls.map((call) => toCall(call, ids)) }];
}

function toCall(call: RequestedCall, ids: WireIds): ChatCompletionMessageFunctionToolCall {
  return {
    type: "function",
    id: ids.claim(call),
    function: { name: wireName(call.name), arguments: wireArguments(call.arguments) },
  };
}
