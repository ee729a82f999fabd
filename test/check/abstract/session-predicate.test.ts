import { checkGraph, createRuntime, defineGraph, propertiesOf, type SessionCondition } from "handoff-machine";
import { handOff, scriptedModel } from "handoff-machine/testing";
import { expect, test } from "vitest";
import { z } from "zod";

function fails(): never {
  throw new RangeError("no answer");
}

const guard = { variables: { predicate: { name: "guard", reads: ["flag"], test: fails } } } as const;
const predicate = { predicate: { name: "predicate", test: fails } } as const;
const atB = { agent: "b" } as const;

test.for<[string, SessionCondition<"a" | "b", never, { flag: boolean }>, boolean]>([
  ["not what throws", { not: guard }, false],
  ["what throws, or something that is so", { any: [guard, atB] }, false],
  ["a function of the session that throws, or something that is so", { any: [predicate, atB] }, false],
  ["something that is so, or what throws", { any: [atB, predicate] }, true],
  ["neither what throws nor something that is not so", { not: { any: [guard, { agent: "a" }] } }, false],
  ["something that is not so, and what throws: not both", { not: { all: [{ agent: "a" }, guard] }, agent: "b" }, true],
])("an end that cannot be read does not come, for the model as for the machine: %s", async ([, session, isEnd]) => {
  const graph = defineGraph({
    id: "unreadable",
    start: "a",
    variables: z.object({ flag: z.boolean() }),
    initial: { flag: false },
    ends: [{ outcome: "over", session }],
    agents: {
      a: { description: "A", instructions: "A", handoffs: { b: {} } },
      b: { description: "B", instructions: "B" },
    },
  });
  const asked = propertiesOf(graph).never("b's model is never asked", { asksModel: "b" });
  const opened = await createRuntime(graph, { model: scriptedModel([handOff("b"), "Here I am."]) }).open();
  await opened.send("Hello").ended;
  expect(opened.state.status).toBe(isEnd ? "completed" : "awaitingUser");
  expect(checkGraph(graph, [asked], { defaults: false }).verdict).toBe(isEnd ? "holds" : "violated");
});
