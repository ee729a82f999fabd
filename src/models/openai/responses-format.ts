import type { OpenaiSettings } from "./openai-options.ts";
import { responsesRequest } from "./responses-request.ts";
import { responsesReader } from "./responses-stream.ts";
import type { WireFormat } from "./wire-format.ts";

/**
 * Speaks the Responses API.
 *
 * Its native items belong to one model at one server. Reasoning is encrypted for whoever made it: another server, and
 * at some providers another model too, rejects a request that holds it (`invalid_encrypted_content`, openai/codex
 * issue 17541), a model that does not reason rejects any (openai/openai-agents-python issue 569), and agents of one
 * session often use different models. So the name of the items is that of the model that was asked and, where it is
 * not OpenAI's own, of its server.
 */
export function responsesFormat(settings: OpenaiSettings): WireFormat {
  const { model, server } = settings;
  const provider = `openai-responses:${model}${server === undefined ? "" : `@${server}`}`;
  return {
    provider,
    open: (client, request, options) =>
      client.responses.create(responsesRequest(request, { ...settings, provider }), options),
    reader: (onDelta) => responsesReader(onDelta, { model, provider }),
  };
}
