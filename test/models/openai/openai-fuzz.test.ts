import fc from "fast-check";
import { expect, test } from "vitest";
import { ModelError } from "../../../src/errors.ts";
import { ask } from "../../contract/model-request.ts";
import { type Api, apis, withAdapter } from "./openai-fixture.ts";

const word = fc.constantFrom("", "a", "find", "call_1", "ä\u2028", "{}", '{"a":1}', "stop", "length", "completed");
const oddValue = fc.oneof(word, fc.constant(null), fc.integer(), fc.boolean(), fc.constant([]), fc.constant({}));

/** Objects with the keys that the readers look at, and values of right and wrong kinds. */
const oddObject: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 5, depthSize: "medium" }, oddValue, tie("list"), tie("object")),
  list: fc.array(tie("value"), { maxLength: 3 }),
  object: fc.dictionary(
    fc.constantFrom(
      ...["choices", "delta", "content", "tool_calls", "function", "index", "id", "name", "arguments", "refusal"],
      ...["finish_reason", "usage", "error", "code", "type", "response", "output", "item", "call_id", "text", "model"],
    ),
    tie("value"),
    { maxKeys: 6 },
  ),
})).object;

const odd = fc.oneof(oddValue, oddObject);
const maybeOdd = (usual: fc.Arbitrary<unknown>) =>
  fc.oneof({ arbitrary: usual, weight: 6 }, { arbitrary: odd, weight: 1 });

const fragment = fc.record(
  {
    index: maybeOdd(fc.nat(2)),
    id: maybeOdd(word),
    function: maybeOdd(fc.record({ name: maybeOdd(word), arguments: maybeOdd(word) })),
  },
  { requiredKeys: [] },
);
const delta = fc.record(
  { content: maybeOdd(word), tool_calls: maybeOdd(fc.array(maybeOdd(fragment), { maxLength: 3 })), refusal: odd },
  { requiredKeys: ["content"] },
);
const chatChunk = fc.record(
  {
    choices: maybeOdd(fc.tuple(fc.record({ delta: maybeOdd(delta), finish_reason: maybeOdd(fc.constant("stop")) }))),
    usage: odd,
  },
  { requiredKeys: ["choices"] },
);

const part = fc.record({
  type: fc.constantFrom("output_text", "refusal", "odd"),
  text: maybeOdd(word),
  refusal: maybeOdd(word),
});
const item = fc.oneof(
  fc.record({ type: fc.constant("message"), content: maybeOdd(fc.array(maybeOdd(part), { maxLength: 2 })) }),
  fc.record({
    type: fc.constant("function_call"),
    call_id: maybeOdd(word),
    name: maybeOdd(word),
    arguments: maybeOdd(word),
  }),
);
const responsesEvent = fc.record(
  {
    type: fc.constantFrom(
      ...["response.output_text.delta", "response.output_item.done", "response.completed", "response.completed"],
      ...["response.failed", "response.incomplete", "error", "response.odd"],
    ),
    delta: maybeOdd(word),
    item: maybeOdd(item),
    response: maybeOdd(fc.record({ output: maybeOdd(fc.array(maybeOdd(item), { maxLength: 3 })), usage: odd })),
  },
  { requiredKeys: ["type"] },
);

const noise = fc.oneof(
  oddObject.map(toFrame),
  fc.constantFrom(
    "data: [DONE]\n\n",
    "event: error\n",
    "data: {\n\n",
    ": ping\n\n",
    "\r\n\r\n",
    "data:\n\n",
    "id: 1\nretry: 5\n",
  ),
  fc.string({ unit: "binary" }),
);

function toFrame(event: unknown): string {
  return `data: ${JSON.stringify(event)}\n\n`;
}

/** Bodies of nearly the right shape, and bodies of no shape at all. */
function bodies(api: Api): fc.Arbitrary<readonly Uint8Array[]> {
  const event = api === "chat" ? chatChunk : responsesEvent;
  const frame = fc.oneof({ arbitrary: event.map(toFrame), weight: 8 }, { arbitrary: noise, weight: 1 });
  const frames = fc.array(frame, { maxLength: 6 }).map((written) => new TextEncoder().encode(written.join("")));
  const bytes = fc.uint8Array({ maxLength: 200 });
  const body = fc.oneof({ arbitrary: frames, weight: 8 }, { arbitrary: bytes, weight: 1 });
  return fc.array(body, { minLength: 1, maxLength: 20 });
}

/** Serves each body once and tells how each ended: `reply`, or the code of the error. */
async function verdictsOn(api: Api, served: readonly Uint8Array[]): Promise<readonly string[]> {
  const verdicts: string[] = [];
  await withAdapter(
    api,
    served.map((bytes) => ({ body: bytes })),
    async ({ client }) => {
      for (const _ of served) {
        const outcome = await ask(client);
        if ("reply" in outcome) {
          expect(outcome.reply.text !== "" || outcome.reply.calls.length > 0).toBe(true);
          if (api === "chat") expect(outcome.deltas.join("")).toBe(outcome.reply.text);
          verdicts.push("reply");
        } else {
          expect(outcome.error).toBeInstanceOf(ModelError);
          verdicts.push(outcome.error instanceof ModelError ? outcome.error.code : "untyped");
        }
      }
    },
  );
  return verdicts;
}

test.each(apis)("whatever a server of %s sends, there is a reply or a typed error, and no surprise", async (api) => {
  const found = new Set<string>();
  await fc.assert(
    fc.asyncProperty(bodies(api), async (served) => {
      for (const verdict of await verdictsOn(api, served)) found.add(verdict);
    }),
    { numRuns: 25 },
  );
  expect(found).not.toContain("unexpected");
  expect(found).toContain("reply");
  expect(found.size).toBeGreaterThan(3);
});
