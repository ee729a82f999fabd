import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { limitConcurrency } from "../../src/models/limit-concurrency.ts";
import { modelFailure } from "../../src/models/model-failure.ts";
import { scriptedModel } from "../../src/models/scripted-model.ts";
import type { ModelClient, ModelReply } from "../../src/runtime/ports.ts";
import { modelClientContract } from "../contract/model-client.ts";
import { ask, askForReply, modelRequest, type Outcome } from "../contract/model-request.ts";

modelClientContract("limitConcurrency of one call", async (script) => ({
  client: limitConcurrency(scriptedModel(script), { calls: 1 }),
  close: async () => {},
}));

interface OpenCall {
  readonly turn: number;
  answer(): void;
  fail(): void;
}

/** A model that answers when it is told to, and knows which calls it has open. */
function heldModel(): { readonly client: ModelClient; readonly open: OpenCall[]; readonly most: () => number } {
  const open: OpenCall[] = [];
  let most = 0;
  const client: ModelClient = {
    provider: "held",
    generate: ({ turn }) => {
      const { promise, resolve, reject } = Promise.withResolvers<ModelReply>();
      const leave = () => open.splice(open.indexOf(call), 1);
      const call: OpenCall = {
        turn,
        answer: () => {
          leave();
          resolve({ text: `${turn}`, calls: [], usage: { inputTokens: 0, outputTokens: 0 }, model: "held" });
        },
        fail: () => {
          leave();
          reject(modelFailure("server_error", { message: "Down." }));
        },
      };
      open.push(call);
      most = Math.max(most, open.length);
      return promise;
    },
  };
  return { client, open, most: () => most };
}

/** Lets everything happen that needs no time. */
async function settle(): Promise<void> {
  for (let round = 0; round < 20; round++) await Promise.resolve();
}

describe("limitConcurrency", () => {
  test("asks so many at once, and the others in the order in which they came", async () => {
    const { client, open } = heldModel();
    const limited = limitConcurrency(client, { calls: 2 });
    const replies = [1, 2, 3, 4].map((turn) => askForReply(limited, modelRequest({ turn })));
    await settle();
    expect(open.map(({ turn }) => turn)).toEqual([1, 2]);
    open[1]?.answer();
    await settle();
    expect(open.map(({ turn }) => turn)).toEqual([1, 3]);
    open[0]?.answer();
    await settle();
    expect(open.map(({ turn }) => turn)).toEqual([3, 4]);
    for (const call of [...open]) call.answer();
    expect((await Promise.all(replies)).map(({ text }) => text)).toEqual(["1", "2", "3", "4"]);
  });

  test("gives the place of a failed call to the next", async () => {
    const { client, open } = heldModel();
    const limited = limitConcurrency(client, { calls: 1 });
    const [first, second] = [ask(limited), ask(limited, modelRequest({ turn: 2 }))];
    await settle();
    open[0]?.fail();
    expect(await first).toMatchObject({ error: { code: "server_error" } });
    await settle();
    open[0]?.answer();
    expect(await second).toMatchObject({ reply: { text: "2" } });
  });

  test("frees the place of a client that throws before it promises anything", async () => {
    const broken: ModelClient = {
      provider: "broken",
      generate: () => {
        throw new RangeError("no promise");
      },
    };
    const limited = limitConcurrency(broken, { calls: 1 });
    for (let round = 0; round < 3; round++) expect(await ask(limited)).toMatchObject({ error: { name: "RangeError" } });
  });

  test("lets an aborted waiter go at once, while the place is still taken", async () => {
    const { client, open } = heldModel();
    const limited = limitConcurrency(client, { calls: 1 });
    const controller = new AbortController();
    const first = ask(limited);
    const waiter = ask(limited, modelRequest({ turn: 2 }), { signal: controller.signal });
    const third = ask(limited, modelRequest({ turn: 3 }));
    await settle();
    controller.abort("enough");
    expect(await waiter).toMatchObject({
      error: { name: "ModelError", code: "aborted", retryable: false },
      deltas: [],
    });
    open[0]?.answer();
    await first;
    await settle();
    expect(open.map(({ turn }) => turn)).toEqual([3]);
    open[0]?.answer();
    expect(await third).toMatchObject({ reply: { text: "3" } });
  });

  test.each([0, 1, 2, 3, 4, 5, 6, 7, 8])(
    "loses no place to a waiter aborted %i ticks after one is free",
    async (ticks) => {
      const { client, open } = heldModel();
      const limited = limitConcurrency(client, { calls: 1 });
      const controller = new AbortController();
      const outcomes = [ask(limited), ask(limited, modelRequest({ turn: 2 }), { signal: controller.signal })];
      await settle();
      open[0]?.answer();
      for (let tick = 0; tick < ticks; tick++) await Promise.resolve();
      controller.abort();
      await settle();
      for (const call of [...open]) call.answer();
      await Promise.all(outcomes);
      const last = ask(limited, modelRequest({ turn: 3 }));
      await settle();
      expect(open.map(({ turn }) => turn)).toEqual([3]);
      open[0]?.answer();
      expect(await last).toMatchObject({ reply: { text: "3" } });
    },
  );

  test("is a client of the same provider, and hands on text as it comes", async () => {
    const limited = limitConcurrency(scriptedModel([{ chunks: ["a", "b"] }]), { calls: 1 });
    expect(limited.provider).toBe("scripted");
    expect((await ask(limited)).deltas).toEqual(["a", "b"]);
  });

  test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])("rejects a limit of %s", (calls) => {
    expect(() => limitConcurrency(scriptedModel([]), { calls })).toThrow(
      expect.objectContaining({ code: "bad_option", message: expect.stringContaining(`not ${calls}`) }),
    );
  });

  test("whatever answers, fails and aborts, nobody exceeds the limit and everybody is served", async () => {
    const step = fc.constantFrom("ask", "answer", "fail", "abort");
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 3 }), fc.array(step, { maxLength: 40 }), async (calls, steps) => {
        const { client, open, most } = heldModel();
        const limited = limitConcurrency(client, { calls });
        const asked: { readonly outcome: Promise<Outcome>; readonly controller: AbortController }[] = [];
        for (const [index, taken] of steps.entries()) {
          const controller = new AbortController();
          const { signal } = controller;
          if (taken === "ask")
            asked.push({ outcome: ask(limited, modelRequest({ turn: index }), { signal }), controller });
          if (taken === "answer") open[0]?.answer();
          if (taken === "fail") open.at(-1)?.fail();
          if (taken === "abort") asked[index % Math.max(1, asked.length)]?.controller.abort();
          if (index % 3 === 0) await settle();
        }
        await settle();
        while (open.length > 0) {
          open[0]?.answer();
          await settle();
        }
        await Promise.all(asked.map(({ outcome }) => outcome));
        expect(most()).toBeLessThanOrEqual(calls);
        const last = ask(limited);
        await settle();
        expect(open).toHaveLength(1);
        open[0]?.answer();
        expect(await last).toMatchObject({ reply: { text: "1" } });
      }),
    );
  });
});
