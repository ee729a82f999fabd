import { describe, expect, test } from "vitest";
import { ModelError, type ModelErrorCode } from "../../src/errors.ts";
import { call, handOff, type ScriptedStep } from "../../src/models/scripted-reply.ts";
import type { ModelClient } from "../../src/runtime/ports.ts";
import { ask, askForReply, modelRequest, richRequest } from "./model-request.ts";

/** What the model behind a client is told to do. */
export type ContractScript = readonly ScriptedStep[] | (() => ScriptedStep | Promise<ScriptedStep>);

/** Makes a client whose model follows a script; `close` gives back what it holds. */
export type MakeModelClient = (
  script: ContractScript,
) => Promise<{ readonly client: ModelClient; readonly close: () => Promise<void> }>;

const failures: readonly (readonly [ModelErrorCode, boolean])[] = [
  ["bad_request", false],
  ["unauthorized", false],
  ["rate_limited", true],
  ["server_error", true],
  ["connection", true],
  ["truncated_stream", true],
  ["malformed_stream", true],
  ["incomplete_reply", false],
  ["empty_reply", true],
  ["refused_by_model", false],
];

/** What every ModelClient must do. */
export function modelClientContract(name: string, make: MakeModelClient): void {
  async function withClient(script: ContractScript, run: (client: ModelClient) => Promise<void>): Promise<void> {
    const { client, close } = await make(script);
    try {
      await run(client);
    } finally {
      await close();
    }
  }

  describe(`${name} as a ModelClient`, () => {
    test("streams text in pieces, in order, and gives the whole", () =>
      withClient([{ chunks: ["Good ", "day, ", "Änne! 👋", "\n"] }], async (client) => {
        const { deltas, ...outcome } = await ask(client);
        expect(deltas).toEqual(["Good ", "day, ", "Änne! 👋", "\n"]);
        expect(outcome).toMatchObject({ reply: { text: "Good day, Änne! 👋\n", calls: [] } });
      }));

    test("gives calls with their ids, names and arguments, and text beside them", () =>
      withClient([{ text: "One moment.", calls: [call("find", { id: 7 }), handOff("billing")] }], async (client) => {
        const reply = await askForReply(client);
        expect(reply.text).toBe("One moment.");
        expect(reply.calls).toEqual([
          { id: "call_1", name: "find", arguments: '{"id":7}' },
          { id: "call_2", name: "handoff_to_billing", arguments: "{}" },
        ]);
      }));

    test("gives missing and doubled ids as they are", () =>
      withClient(
        [
          {
            calls: [
              { name: "a", id: null },
              { name: "b", id: "x" },
              { name: "c", id: "x" },
            ],
          },
        ],
        async (client) => {
          const { calls } = await askForReply(client);
          expect(calls.map(({ id, name: called }) => [called, id])).toEqual([
            ["a", null],
            ["b", "x"],
            ["c", "x"],
          ]);
        },
      ));

    test("gives arguments that are no JSON as they are", () =>
      withClient([{ calls: [{ name: "a", arguments: '{"open":' }] }], async (client) => {
        expect((await askForReply(client)).calls[0]?.arguments).toBe('{"open":');
      }));

    test("gives the tokens that were used", () =>
      withClient([{ text: "Hi", usage: { inputTokens: 12, outputTokens: 3 } }], async (client) => {
        expect((await askForReply(client)).usage).toEqual({ inputTokens: 12, outputTokens: 3 });
      }));

    test("answers several requests, one after the other and at once", () =>
      withClient(["one", "two", "three"], async (client) => {
        const first = await askForReply(client);
        const others = await Promise.all([askForReply(client), askForReply(client)]);
        expect(first.text).toBe("one");
        expect(others.map(({ text }) => text).sort()).toEqual(["three", "two"]);
      }));

    test("takes every kind of message, and settings, tools and a form", () =>
      withClient(['{"ok":true}'], async (client) => {
        expect(await ask(client, richRequest())).toMatchObject({ reply: { text: '{"ok":true}', calls: [] } });
      }));

    test.each(failures)("fails with %s", (code, retryable) =>
      withClient([{ error: code }, "Fine again."], async (client) => {
        const outcome = await ask(client);
        expect(outcome).toMatchObject({ error: { code, retryable } });
        expect("error" in outcome && outcome.error).toBeInstanceOf(ModelError);
        expect((await askForReply(client)).text).toBe("Fine again.");
      }),
    );

    test("streams what came before a failure", () =>
      withClient([{ error: "truncated_stream", partial: "It is well known that" }], async (client) => {
        const { deltas } = await ask(client);
        expect(deltas.join("")).toBe("It is well known that");
      }));

    test("tells how long the provider asked to wait, in milliseconds", () =>
      withClient([{ error: "rate_limited", retryAfter: 2500 }], async (client) => {
        expect(await ask(client)).toMatchObject({ error: { code: "rate_limited", retryAfter: 2500 } });
      }));

    test("rejects at once when it is aborted before it starts", () =>
      withClient(["Never said."], async (client) => {
        const outcome = await ask(client, modelRequest(), { signal: AbortSignal.abort("no more") });
        expect(outcome).toMatchObject({ error: { code: "aborted", retryable: false }, deltas: [] });
      }));

    test("rejects when it is aborted while it waits", () => {
      const controller = new AbortController();
      const never = () => {
        controller.abort();
        return new Promise<ScriptedStep>(() => {});
      };
      return withClient(never, async (client) => {
        expect(await ask(client, modelRequest(), { signal: controller.signal })).toMatchObject({
          error: { code: "aborted" },
        });
      });
    });

    test("rejects when it is aborted in the middle of the text, and streams nothing more", () =>
      withClient([{ chunks: ["one", "two", "three"] }], async (client) => {
        const controller = new AbortController();
        const outcome = await ask(client, modelRequest(), {
          signal: controller.signal,
          onDelta: () => controller.abort(),
        });
        expect(outcome).toMatchObject({ error: { code: "aborted", retryable: false }, deltas: ["one"] });
      }));
  });
}
