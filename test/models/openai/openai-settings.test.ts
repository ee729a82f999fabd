import { describe, expect, test } from "vitest";
import type { Message } from "../../../src/graph/message.ts";
import type { ModelReply } from "../../../src/runtime/ports.ts";
import { call } from "../../../src/testing/index.ts";
import { ask, askForReply, modelRequest } from "../../contract/model-request.ts";
import { apis, eventBody, withAdapter } from "./openai-fixture.ts";
import { assistantMessage, requestedCall, toolMessage, userMessage } from "./request-fixture.ts";

const tools = [{ name: "find", description: "Finds.", parameters: { type: "object", properties: {} } }];

describe.each(apis)("an agent's settings with %s", (api) => {
  test("stand over those of the client, for this request only", () =>
    withAdapter(
      api,
      ["Hi", "Hi"],
      async ({ client, requests }) => {
        const settings = { model: "larger", temperature: 1, topP: 0.5 };
        expect((await askForReply(client, modelRequest({ settings }))).model).toBe("larger");
        expect((await askForReply(client)).model).toBe("test-model");
        expect(requests.map(({ body }) => [body.model, body.temperature, body.top_p])).toEqual([
          ["larger", 1, 0.5],
          ["test-model", 0, undefined],
        ]);
      },
      { temperature: 0 },
    ));

  test("may require a call until there was one, and then let the model answer", () =>
    withAdapter(api, [call("find"), "Found."], async ({ client, requests }) => {
      const settings = { toolChoice: "required" } as const;
      const messages: Message[] = [userMessage()];
      const first = await askForReply(client, modelRequest({ tools, settings, messages }));
      const calls = first.calls.map((made) => requestedCall("1.0", made));
      messages.push(assistantMessage({ calls }), ...calls.map((made) => toolMessage(made, "here")));
      expect((await askForReply(client, modelRequest({ tools, settings, messages }))).text).toBe("Found.");
      expect(requests.map(({ body }) => body.tool_choice)).toEqual(["required", "auto"]);
    }));

  test("may ask for a form: the answer fits it, without the nulls of strict mode", () => {
    const schema = {
      type: "object",
      properties: { ok: { type: "boolean" }, note: { type: "string" } },
      required: ["ok"],
    };
    return withAdapter(api, ['{"ok": true, "note": null}', "plain"], async ({ client }) => {
      const output = { name: "verdict", schema };
      expect((await askForReply(client, modelRequest({ output }))).text).toBe('{"ok":true}');
      expect((await askForReply(client, modelRequest({ output }))).text).toBe("plain");
    });
  });

  test("that the server does not take are a bad request", () =>
    withAdapter(api, ["Never said."], async ({ client }) => {
      expect(await ask(client, modelRequest({ settings: { temperature: 3 } }))).toMatchObject({
        error: { code: "bad_request", retryable: false, message: expect.stringContaining("'temperature'") },
      });
    }));
});

describe("native items of a client that serves several models", () => {
  const reasoning = { type: "reasoning", id: "rs_1", summary: [], encrypted_content: "gAAA" };
  const said = { type: "message", id: "msg_1", role: "assistant", content: [{ type: "output_text", text: "Hm." }] };
  const body = eventBody("responses", [{ type: "response.completed", response: { output: [reasoning, said] } }]);

  function conversationAfter({ text, native }: ModelReply): readonly Message[] {
    return [userMessage(), assistantMessage({ text, ...(native !== undefined && { native }) }), userMessage()];
  }

  test("go back to the model that made them, and to no other", () =>
    withAdapter("responses", [body, "one", "two", "three"], async ({ client, requests }) => {
      const settings = { model: "larger" };
      const reply = await askForReply(client, modelRequest({ settings }));
      expect(reply.native?.provider).toMatch(/^openai-responses:larger@127\.0\.0\.1:\d+$/);
      const messages = conversationAfter(reply);
      await askForReply(client, modelRequest({ messages, settings }));
      await askForReply(client, modelRequest({ messages }));
      await askForReply(client, modelRequest({ messages, settings: { model: "smaller" } }));
      const hello = { role: "user", content: "Hello" };
      const rebuilt = [hello, { role: "assistant", content: "Hm." }, hello];
      expect(requests.slice(1).map((request) => request.body.input)).toEqual([
        [hello, reasoning, said, hello],
        rebuilt,
        rebuilt,
      ]);
    }));

  test("go to no other server, which could not read them", () =>
    withAdapter("responses", [body], async ({ client }) => {
      const reply = await askForReply(client);
      await withAdapter("responses", ["Hi"], async ({ client: other, requests }) => {
        await askForReply(other, modelRequest({ messages: conversationAfter(reply) }));
        expect(requests[0]?.body.input).toEqual([
          { role: "user", content: "Hello" },
          { role: "assistant", content: "Hm." },
          { role: "user", content: "Hello" },
        ]);
      });
    }));
});
