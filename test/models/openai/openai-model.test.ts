import { OpenAI } from "openai";
import { describe, expect, test } from "vitest";
import { openaiModel } from "../../../src/models/openai/index.ts";
import { call, createModelServer, handOff } from "../../../src/testing/index.ts";
import { modelClientContract } from "../../contract/model-client.ts";
import { ask, askForReply, modelRequest } from "../../contract/model-request.ts";
import { apis, withAdapter } from "./openai-fixture.ts";

for (const api of apis) {
  modelClientContract(`openaiModel with ${api}`, async (script) => {
    const server = await createModelServer({ replies: script });
    return { client: openaiModel({ model: "m", api, baseURL: server.baseURL }), close: server.close };
  });
}

describe.each(apis)("openaiModel with %s", (api) => {
  test("takes fifty calls in one reply", () => {
    const calls = Array.from({ length: 50 }, (_, index) => call(`tool_${index}`, { index }));
    return withAdapter(api, [{ calls }], async ({ client }) => {
      const reply = await askForReply(client);
      expect(reply.calls.map(({ name, arguments: input }) => ({ name, arguments: JSON.parse(input) }))).toEqual(calls);
      expect(new Set(reply.calls.map(({ id }) => id)).size).toBe(50);
    });
  });

  test("takes arguments of a megabyte", () => {
    const input = { text: "ä".repeat(500_000) };
    return withAdapter(api, [call("keep", input)], async ({ client }) => {
      const reply = await askForReply(client);
      expect(reply.calls[0]?.arguments).toBe(JSON.stringify(input));
    });
  });

  test("takes two handoffs in one reply, whatever the request said", () =>
    withAdapter(
      api,
      [{ calls: [handOff("billing"), handOff("sales")] }],
      async ({ client, requests }) => {
        const tools = [{ name: "t", description: "", parameters: { type: "object", properties: {} } }];
        const reply = await askForReply(client, modelRequest({ tools }));
        expect(reply.calls.map(({ name }) => name)).toEqual(["handoff_to_billing", "handoff_to_sales"]);
        expect(requests[0]?.body).toMatchObject({ parallel_tool_calls: false });
      },
      { parallelToolCalls: false },
    ));

  test("gives a call without a name with an empty one", () =>
    withAdapter(api, [{ calls: [{ name: "" }] }], async ({ client }) => {
      expect((await askForReply(client)).calls).toEqual([{ id: "call_1", name: "", arguments: "{}" }]);
    }));

  test("tells which model answered", () =>
    withAdapter(api, ["Hi"], async ({ client }) => {
      expect((await askForReply(client)).model).toBe("test-model");
    }));

  test("sends its key and headers, and never asks twice by itself", () =>
    withAdapter(
      api,
      [{ status: 500 }, "Hi"],
      async ({ client, requests }) => {
        expect(await ask(client)).toMatchObject({ error: { code: "server_error" } });
        expect(requests).toHaveLength(1);
        expect(requests[0]?.headers).toMatchObject({ authorization: "Bearer key", "x-team": "seven" });
      },
      { headers: { "x-team": "seven" } },
    ));

  test("uses a client that it is given, and does not let it retry", async () => {
    await using server = await createModelServer({ replies: [{ status: 500 }, "Hi"] });
    const client = openaiModel({ model: "m", api, client: new OpenAI({ baseURL: server.baseURL, apiKey: "own" }) });
    expect(await ask(client)).toMatchObject({ error: { code: "server_error" } });
    expect((await askForReply(client)).text).toBe("Hi");
    expect(server.requests[1]?.headers.authorization).toBe("Bearer own");
  });

  test("takes out the nulls that strict mode brings", () => {
    const parameters = {
      type: "object",
      properties: { id: { type: "string" }, note: { type: "string" } },
      required: ["id"],
    };
    const tools = [{ name: "find", description: "Finds.", parameters }];
    return withAdapter(
      api,
      [{ calls: [call("find", { id: "1", note: null }), call("other", { note: null })] }],
      async ({ client }) => {
        const reply = await askForReply(client, modelRequest({ tools }));
        expect(reply.calls.map((made) => made.arguments)).toEqual(['{"id":"1"}', '{"note":null}']);
      },
      { strict: true },
    );
  });

  test("says which tool strict mode cannot take, and why", () => {
    const parameters = { type: "object", properties: { any: {} } };
    const tools = [{ name: "find", description: "Finds.", parameters }];
    return withAdapter(
      api,
      ["Never asked."],
      async ({ client, requests }) => {
        const outcome = await ask(client, modelRequest({ tools }));
        expect(outcome).toMatchObject({
          error: {
            name: "UsageError",
            code: "bad_option",
            message: expect.stringContaining('tool "find": $.any: any value'),
          },
        });
        expect(requests).toEqual([]);
      },
      { strict: true },
    );
  });

  test("turns what a listener throws into an error of its own", () =>
    withAdapter(api, ["Hi"], async ({ client }) => {
      const onDelta = () => {
        throw new RangeError("listener");
      };
      expect(await ask(client, modelRequest(), { onDelta })).toMatchObject({
        error: { name: "ModelError", code: "unexpected", retryable: false, cause: { message: "listener" } },
      });
    }));

  test("turns whatever a fetch throws into an error of its own", async () => {
    for (const thrown of [new Error("no route"), "a text", undefined, { status: "odd" }]) {
      const client = openaiModel({
        model: "m",
        api,
        baseURL: "http://nowhere.invalid/v1",
        fetch: () => Promise.reject(thrown),
      });
      expect(await ask(client)).toMatchObject({ error: { name: "ModelError", code: "connection", retryable: true } });
    }
  });
});
