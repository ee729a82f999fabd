import type {
  FunctionTool,
  ResponseCreateParamsStreaming,
  ResponseInputItem,
} from "openai/resources/responses/responses";
import type { AssistantMessage } from "../../graph/message.ts";
import type { ModelMessage, ModelRequest, OfferedTool } from "../../runtime/ports.ts";
import { nativeInput } from "./native-input.ts";
import type { OpenaiSettings } from "./openai-options.ts";
import { outputFormat } from "./output-format.ts";
import { responsesContent } from "./responses-content.ts";
import { offeredParameters, toolOffer } from "./tool-offer.ts";
import { wireArguments, wireName, wireOutput } from "./wire-call.ts";
import { createWireIds, type WireIds } from "./wire-ids.ts";

/** Settings, and the name of the native items that may be sent. */
export interface ResponsesSettings extends OpenaiSettings {
  readonly provider: string;
}

/**
 * Writes a request in the format of the Responses API. The server stores nothing: the journal is the truth.
 *
 * @throws {@link UsageError} `bad_option` when strict mode cannot express a tool.
 */
export function responsesRequest(request: ModelRequest, settings: ResponsesSettings): ResponseCreateParamsStreaming {
  const { model, temperature, topP, maxOutputTokens, provider } = settings;
  const messages = [...request.messages];
  const output = outputFormat(request.output);
  return {
    model,
    stream: true,
    store: false,
    input: toInput(messages, provider),
    ...(request.instructions !== "" && { instructions: request.instructions }),
    ...toolOffer({ ...request, messages, settings, toTool }),
    ...(output !== null && { text: { format: { type: "json_schema", ...output } } }),
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { top_p: topP }),
    ...(maxOutputTokens !== undefined && { max_output_tokens: maxOutputTokens }),
    ...reasoning(settings),
  };
}

/** Models that do not reason reject a request that asks for encrypted reasoning. */
function reasoning({ reasoningEffort }: OpenaiSettings): Partial<ResponseCreateParamsStreaming> {
  if (reasoningEffort === undefined) return {};
  return { reasoning: { effort: reasoningEffort }, include: ["reasoning.encrypted_content"] };
}

function toTool(tool: OfferedTool, strict: boolean): FunctionTool {
  const { name, description } = tool;
  return { type: "function", name, description, parameters: { ...offeredParameters(tool, strict) }, strict };
}

function toInput(messages: readonly ModelMessage[], provider: string): ResponseInputItem[] {
  const ids = createWireIds();
  return messages.flatMap((message) => toItems(message, { ids, provider }));
}

interface Wire {
  readonly ids: WireIds;
  readonly provider: string;
}

function toItems(message: ModelMessage, wire: Wire): readonly ResponseInputItem[] {
  switch (message.role) {
    case "user":
      return [{ role: "user", content: responsesContent(message) }];
    case "prompt":
      return [{ role: "user", content: message.text }];
    case "operator":
      return [{ role: "assistant", content: message.text }];
    case "assistant":
      return toReply(message, wire);
    case "tool":
      return [{ type: "function_call_output", call_id: wire.ids.of(message.call), output: wireOutput(message) }];
  }
}

function toReply(message: AssistantMessage, { ids, provider }: Wire): readonly ResponseInputItem[] {
  const callIds = message.calls.map(ids.claim);
  const native = message.native?.provider === provider ? nativeInput(message.native.items, callIds) : null;
  return native ?? rebuild(message, ids);
}

function rebuild({ text, calls }: AssistantMessage, ids: WireIds): readonly ResponseInputItem[] {
  const said: ResponseInputItem[] = text === "" ? [] : [{ role: "assistant", content: text }];
  const called = calls.map(
    (call): ResponseInputItem => ({
      type: "function_call",
      call_id: ids.of(call.key),
      name: wireName(call.name),
      arguments: wireArguments(call.arguments),
    }),
  );
  return [...said, ...called];
}
