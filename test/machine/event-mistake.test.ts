import {
  checkConformance,
  createRuntime,
  defineGraph,
  type Entry,
  fromNdjson,
  type JsonObject,
  replay,
  toNdjson,
} from "handoff-machine";
import { scriptedModel } from "handoff-machine/testing";
import { describe, expect, test } from "vitest";
import { z } from "zod";

/* Journals that somebody has edited: what is wrong is the entry, and the error says so. */

const graph = defineGraph({
  id: "desk",
  start: "clerk",
  agents: { clerk: { instructions: "Answer in the form.", output: z.object({ n: z.number() }) } },
  guardrails: {
    polite: { on: "output", check: () => "pass", onTrip: "retry" },
    calm: { on: "input", check: () => "pass" },
  },
  limits: { repairs: 1 },
});

async function recorded(): Promise<readonly Entry[]> {
  const model = scriptedModel(["no form", '{ "n": 5 }']);
  const session = await createRuntime(graph, { model }).open("s");
  await session.send("Go").ended;
  return fromNdjson(await session.export());
}

/** The journal with other fields in the first event of a type, as a file. */
async function edited(type: string, fields: JsonObject): Promise<string> {
  const entries = await recorded();
  const at = entries.findIndex(({ event }) => event.type === type);
  expect(at).not.toBe(-1);
  const changed = entries.map((entry, place) =>
    place === at ? { ...entry, event: { ...entry.event, ...fields } as Entry["event"] } : entry,
  );
  return toNdjson(changed);
}

const usage = { inputTokens: 1, outputTokens: 1 };
const verdict = { guardrail: "polite", on: "output", outcome: "tripped" };

describe("a part of the wrong kind is found where the journal is read", () => {
  test.for([
    ["output", {}],
    ["output", { problems: "none" }],
    ["output", { problems: [5] }],
    ["output", "text"],
    ["native", {}],
    ["native", { provider: "openai", items: {} }],
    ["verdicts", [{ ...verdict, on: "everything" }]],
    ["verdicts", [{ ...verdict, outcome: "failed" }]],
    ["verdicts", [{ ...verdict, message: "first" }]],
    ["calls", [{ id: null, name: "x", arguments: "{}", kind: "tool", tool: "x", input: {}, approval: true, lossy: 1 }]],
    ["calls", [{ id: null, name: "x", arguments: "{}", kind: "rejected", code: "c", message: "m", handoff: true }]],
    ["summary", { for: "clerk", text: "", covers: 1.5, model: "m", usage }],
  ] as const)("%s %j of a reply", async ([name, value]) => {
    const ndjson = await edited("model.replied", { [name]: value as never });
    expect(() => fromNdjson(ndjson)).toThrow(
      expect.objectContaining({
        code: "bad_journal",
        message: expect.stringContaining(
          `Line 3 is no journal entry: "${name}" of model.replied is missing or of the wrong kind.`,
        ),
      }),
    );
  });
});

test("a verdict of a guardrail that the graph does not have is a mistake of the journal", async () => {
  const ndjson = await edited("model.replied", { verdicts: [{ ...verdict, guardrail: "polit", reason: "rude" }] });
  const problem = {
    code: "bad_journal",
    message: expect.stringContaining(
      'An entry has a verdict of the guardrail "polit", which graph "desk" does not have.',
    ),
    hint: 'Did you mean "polite"?',
  };
  await expect(replay(graph, fromNdjson(ndjson))).rejects.toMatchObject(problem);
  await expect(checkConformance(graph, fromNdjson(ndjson))).rejects.toMatchObject(problem);
  const runtime = createRuntime(graph, { model: scriptedModel([]) });
  await expect(runtime.import(ndjson)).rejects.toMatchObject(problem);
});
