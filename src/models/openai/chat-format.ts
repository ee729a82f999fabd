import { chatRequest } from "./chat-request.ts";
import { chatReader } from "./chat-stream.ts";
import type { OpenaiSettings } from "./openai-options.ts";
import type { WireFormat } from "./wire-format.ts";

/** Speaks Chat Completions. It has no native items: messages carry all there is. */
export function chatFormat(settings: OpenaiSettings): WireFormat {
  return {
    provider: "openai-chat",
    open: (client, request, options) => client.chat.completions.create(chatRequest(request, settings), options),
    reader: (onDelta) => chatReader(onDelta, settings.model),
  };
}
