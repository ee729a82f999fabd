import { describe, expect, test } from "vitest";
import { call, createModelServer, type ServerReply, type ServerRequest } from "../../src/testing/index.ts";

async function post(baseURL: string, path: string, body: unknown): Promise<Response> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return fetch(`${baseURL}${path}`, { method: "POST", body: text });
}

/** The smallest request that either format takes. */
function ask(path: "/responses" | "/chat/completions", parts: Readonly<Record<string, unknown>> = {}) {
  const said = path === "/responses" ? { input: "Hello" } : { messages: [{ role: "user", content: "Hello" }] };
  return { model: "m", ...said, ...parts };
}

async function withServer(
  replies: readonly ServerReply[] | ((request: ServerRequest) => ServerReply),
  run: (baseURL: string, requests: readonly ServerRequest[]) => Promise<void>,
): Promise<void> {
  await using server = await createModelServer({ replies });
  await run(server.baseURL, server.requests);
}

/** The events of a body of server-sent events, parsed. */
function eventsOf(body: string): readonly { readonly [key: string]: unknown }[] {
  return body
    .split("\n")
    .filter((line) => line.startsWith("data: {"))
    .map((line) => JSON.parse(line.slice(6)));
}

describe("createModelServer", () => {
  test("hangs up on an answer that HTTP cannot carry, and goes on", () =>
    withServer([{ status: 42 }, "Hi."], async (baseURL) => {
      const body = ask("/chat/completions");
      await expect(post(baseURL, "/chat/completions", body)).rejects.toThrow("fetch failed");
      expect((await post(baseURL, "/chat/completions", body)).status).toBe(200);
    }));

  test("answers chat completions as one object", () =>
    withServer([{ text: "Hi.", calls: [call("find", { id: 1 })] }], async (baseURL) => {
      const answer = await post(baseURL, "/chat/completions", ask("/chat/completions"));
      expect(await answer.json()).toMatchObject({
        object: "chat.completion",
        model: "m",
        choices: [
          {
            message: {
              role: "assistant",
              content: "Hi.",
              tool_calls: [{ id: "call_1", type: "function", function: { name: "find", arguments: '{"id":1}' } }],
            },
            finish_reason: "tool_calls",
          },
        ],
      });
    }));

  test("answers responses as one object", () =>
    withServer([{ text: "Hi.", calls: [call("find")] }], async (baseURL) => {
      const answer = await post(baseURL, "/responses", ask("/responses"));
      expect(await answer.json()).toMatchObject({
        object: "response",
        status: "completed",
        output: [
          { type: "message", content: [{ type: "output_text", text: "Hi." }] },
          { type: "function_call", call_id: "call_1", name: "find", arguments: "{}" },
        ],
      });
    }));

  test("streams chat completions in several chunks, usage only when it is asked for", () =>
    withServer(["Three small words.", "Again."], async (baseURL) => {
      const streamed = await post(baseURL, "/chat/completions", ask("/chat/completions", { stream: true }));
      const body = await streamed.text();
      expect(streamed.headers.get("content-type")).toContain("text/event-stream");
      expect(body.endsWith("data: [DONE]\n\n")).toBe(true);
      expect(eventsOf(body)).toHaveLength(5);
      expect(body).not.toContain("usage");
      const counted = ask("/chat/completions", { stream: true, stream_options: { include_usage: true } });
      expect(eventsOf(await (await post(baseURL, "/chat/completions", counted)).text()).at(-1)).toMatchObject({
        choices: [],
        usage: { total_tokens: 0 },
      });
    }));

  test("streams responses as numbered events", () =>
    withServer([{ text: "Hi there.", calls: [call("find")] }], async (baseURL) => {
      const body = await (await post(baseURL, "/responses", ask("/responses", { stream: true }))).text();
      const events = eventsOf(body);
      expect(events.map(({ sequence_number }) => sequence_number)).toEqual(events.map((_, index) => index));
      expect(events.map(({ type }) => type)).toEqual([
        "response.created",
        "response.in_progress",
        "response.output_item.added",
        "response.content_part.added",
        "response.output_text.delta",
        "response.output_text.delta",
        "response.output_text.done",
        "response.content_part.done",
        "response.output_item.done",
        "response.output_item.added",
        "response.function_call_arguments.delta",
        "response.function_call_arguments.done",
        "response.output_item.done",
        "response.completed",
      ]);
      expect(body.startsWith("event: response.created\n")).toBe(true);
    }));

  test("writes a refusal and a reply that was cut off as one object too", () =>
    withServer(
      [
        { error: "refused_by_model" },
        { error: "incomplete_reply", partial: "So" },
        { error: "refused_by_model", message: "No." },
      ],
      async (baseURL) => {
        const [refused, incomplete, declined] = [
          await post(baseURL, "/chat/completions", ask("/chat/completions")),
          await post(baseURL, "/chat/completions", ask("/chat/completions")),
          await post(baseURL, "/responses", ask("/responses")),
        ];
        expect(await refused.json()).toMatchObject({
          choices: [{ message: { content: null, refusal: "I cannot help with that." }, finish_reason: "stop" }],
        });
        expect(await incomplete.json()).toMatchObject({
          choices: [{ message: { content: "So", refusal: null }, finish_reason: "length" }],
        });
        expect(await declined.json()).toMatchObject({
          status: "completed",
          output: [{ content: [{ type: "refusal", refusal: "No." }] }],
        });
      },
    ));

  test("waits before each event when it is told to", () =>
    withServer([{ text: "Two words", delay: 1 }], async (baseURL) => {
      const body = await (await post(baseURL, "/chat/completions", ask("/chat/completions", { stream: true }))).text();
      expect(body.endsWith("data: [DONE]\n\n")).toBe(true);
    }));

  test("shows what it was asked, and lets a function decide", () =>
    withServer(
      ({ api, index, headers, body }) => `${api} ${index} ${headers["content-type"]} ${body.model}`,
      async (baseURL, requests) => {
        await post(baseURL, "/responses", ask("/responses"));
        const answer = await post(baseURL, "/chat/completions", ask("/chat/completions", { model: "n" }));
        expect(await answer.text()).toContain("chat 1 text/plain;charset=UTF-8 n");
        expect(requests.map(({ api, body }) => [api, body])).toEqual([
          ["responses", ask("/responses")],
          ["chat", ask("/chat/completions", { model: "n" })],
        ]);
      },
    ));

  test("lists a model", () =>
    withServer([], async (baseURL) => {
      const answer = await fetch(`${baseURL}/models`);
      expect(await answer.json()).toMatchObject({ object: "list", data: [{ object: "model" }] });
    }));

  test.each([
    ["/embeddings", { model: "m" }, 404, "Unknown request URL: POST /v1/embeddings."],
    ["/responses", "{", 400, "The body of the request is no JSON object."],
    ["/responses", [], 400, "The body of the request is no JSON object."],
    ["/responses", {}, 400, "You must provide a model parameter."],
    ["/responses", ask("/responses"), 400, "The script of 0 replies is used up."],
  ])("rejects %s with %j", (path, body, status, message) =>
    withServer([], async (baseURL) => {
      const answer = await post(baseURL, path, body);
      expect(answer.status).toBe(status);
      expect(await answer.json()).toEqual({
        error: { message, type: "invalid_request_error", param: null, code: null },
      });
    }),
  );

  test.each([
    ["/responses", "Missing required parameter: 'input', expected an array."],
    ["/chat/completions", "Missing required parameter: 'messages', expected an array."],
  ])("uses up no reply for a request to %s that OpenAI would reject", (path, message) =>
    withServer(["Hi."], async (baseURL, requests) => {
      const answer = await post(baseURL, path, { model: "m" });
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ error: { message, type: "invalid_request_error" } });
      expect(requests).toEqual([]);
      expect((await post(baseURL, "/responses", ask("/responses"))).status).toBe(200);
    }),
  );

  test("answers faults as they are told", () =>
    withServer(
      [{ status: 429, retryAfter: 3, message: "Slow.", code: "rate_limit_exceeded" }, { body: "anything" }],
      async (baseURL) => {
        const limited = await post(baseURL, "/responses", ask("/responses"));
        expect([limited.status, limited.headers.get("retry-after")]).toEqual([429, "3"]);
        expect(await limited.json()).toMatchObject({ error: { message: "Slow.", code: "rate_limit_exceeded" } });
        expect(await (await post(baseURL, "/responses", ask("/responses"))).text()).toBe("anything");
      },
    ));

  test("ends a body cleanly, or cuts it, behind as many bytes as it is told", () =>
    withServer(
      [
        { reply: "Hello", endAfter: 12 },
        { reply: "Hello", cutAfter: 12 },
      ],
      async (baseURL) => {
        const ended = await post(baseURL, "/responses", ask("/responses", { stream: true }));
        expect(await ended.text()).toBe("event: respo");
        const cut = await post(baseURL, "/responses", ask("/responses", { stream: true }));
        await expect(cut.text()).rejects.toThrow("terminated");
      },
    ));

  test("answers 500 when the function of replies throws", () =>
    withServer(
      () => {
        throw new Error("No idea.");
      },
      async (baseURL) => {
        const answer = await post(baseURL, "/responses", ask("/responses"));
        expect(answer.status).toBe(500);
        expect(await answer.json()).toMatchObject({ error: { message: "Error: No idea." } });
      },
    ));

  test("cuts a stalled answer when it is closed", async () => {
    const server = await createModelServer({ replies: [{ reply: "Hello", stallAfter: 5 }] });
    const answer = await post(server.baseURL, "/responses", ask("/responses", { stream: true }));
    const body = expect(answer.text()).rejects.toThrow("terminated");
    await server.close();
    await body;
    await expect(fetch(`${server.baseURL}/models`)).rejects.toThrow("fetch failed");
  });

  test("rejects replies of another kind", async () => {
    await expect(Reflect.apply(createModelServer, undefined, [{ replies: "Hello" }])).rejects.toMatchObject({
      code: "bad_option",
    });
  });
});
