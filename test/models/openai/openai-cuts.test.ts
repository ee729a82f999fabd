import { describe, expect, test } from "vitest";
import { ModelError } from "../../../src/errors.ts";
import { openaiModel } from "../../../src/models/openai/index.ts";
import { handOff, type ServerReply } from "../../../src/testing/index.ts";
import { ask, type Outcome } from "../../contract/model-request.ts";
import { type Api, apis, askOnce, withAdapter } from "./openai-fixture.ts";

const shortReply = { text: "Hé!", calls: [handOff("x")], usage: { inputTokens: 1, outputTokens: 2 } };

/** The bytes in which a server sends the short reply. */
async function bytesOf(api: Api): Promise<Uint8Array> {
  const bodies: Uint8Array[] = [];
  const record: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    const body = new Uint8Array(await response.arrayBuffer());
    bodies.push(body);
    return new Response(body, response);
  };
  await askOnce(api, shortReply, { fetch: record });
  const [bytes] = bodies;
  if (bytes === undefined) throw new Error("The server was not asked.");
  return bytes;
}

/** Answers with one byte more each time, and then an end or the error that `fetch` raises for a socket that is cut. */
function growingFetch(bytes: Uint8Array, fault: "cutAfter" | "endAfter"): typeof fetch {
  let length = 0;
  return async () => {
    const part = bytes.subarray(0, length++);
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => void (part.length > 0 && controller.enqueue(part)),
      pull: (controller) => {
        if (fault === "cutAfter") controller.error(new TypeError("terminated"));
        else controller.close();
      },
    });
    return new Response(body, { headers: { "content-type": "text/event-stream" } });
  };
}

/** What came of a reply that broke off: `whole`, or the code of an error that may be retried. */
function verdictOf(outcome: Outcome): string {
  if ("reply" in outcome) {
    expect(outcome.reply).toMatchObject({ text: "Hé!", calls: [{ name: "handoff_to_x", arguments: "{}" }] });
    return "whole";
  }
  expect(outcome.error).toBeInstanceOf(ModelError);
  expect(outcome.error).toMatchObject({ retryable: true });
  return outcome.error instanceof ModelError ? outcome.error.code : "untyped";
}

/** Behind the event that makes a reply whole a cut does no harm. */
const verdicts = {
  chat: { cutAfter: ["connection", "whole"], endAfter: ["malformed_stream", "truncated_stream", "whole"] },
  responses: { cutAfter: ["connection", "whole"], endAfter: ["malformed_stream", "truncated_stream", "whole"] },
};

describe.each(apis)("a stream of %s that breaks", (api) => {
  test.each(["cutAfter", "endAfter"] as const)(
    "%s every byte gives the whole reply or a typed error",
    async (fault) => {
      const bytes = await bytesOf(api);
      expect(bytes.length).toBeGreaterThan(500);
      const found = new Set<string>();
      const options = { model: "m", api, baseURL: "http://nowhere.invalid/v1" };
      const client = openaiModel({ ...options, fetch: growingFetch(bytes, fault) });
      for (let length = 0; length <= bytes.length; length++) found.add(verdictOf(await ask(client)));
      expect([...found].sort()).toEqual(verdicts[api][fault]);
    },
  );

  test.each(["cutAfter", "endAfter"] as const)("%s many a byte does so over a real socket", async (fault) => {
    const body = await bytesOf(api);
    // Not as far as the end: there the cut races with what was sent before it. Then one that stays open when all is said.
    const lengths = Array.from({ length: 20 }, (_, index) => Math.floor((body.length * index) / 20));
    const replies = lengths.map(
      (length): ServerReply =>
        fault === "cutAfter" ? { reply: { body }, cutAfter: length } : { reply: { body }, endAfter: length },
    );
    await withAdapter(api, [...replies, { reply: { body }, stallAfter: body.length }], async ({ client }) => {
      const found = new Set<string>();
      for (const _ of lengths) found.add(verdictOf(await ask(client)));
      expect(verdictOf(await ask(client))).toBe("whole");
      expect(verdicts[api][fault]).toEqual(expect.arrayContaining([...found]));
    });
  });
});
