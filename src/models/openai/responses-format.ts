import type { OpenaiSettings } from "./openai-options.ts";
import { responsesRequest } from "./responses-request.ts";
import { responsesReader } from "./responses-stream.ts";
import type { WireFormat } from "./wire-format.ts";

/**
 * Speaks the Responses API.
 *
 * Its native items belong to one model: OpenAI rejects a request to another model that holds the reasoning
 * of this one, and agents of one session often use different models.
 */
export function responsesFormat(settings: OpenaiSettings): WireFormat {
  const provider = `openai-responses:${settings.model}`;
  return {
    provider,
    open: (client, request, options) =>
      client.responses.create(responsesRequest(request, { ...settings, provider }), options),
    reader: (onDelta) => responsesReader(onDelta, { model: settings.model, provider }),
  };
}
