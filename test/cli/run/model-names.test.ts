import { expect, test } from "vitest";
import { modelNames } from "../../../src/cli/run/model-names.ts";
import { humanDesk } from "../fixtures/human-desk.ts";

const names = (models: readonly string[], fallbacks: readonly string[] = [], environment = "") =>
  modelNames(humanDesk, { models, fallbacks, environment });

test("a name is for all, a name behind an agent for that one; the last counts", () => {
  expect(names(["a", "clerk=b", "c", "clerk=d"], ["e"])).toEqual({
    common: "c",
    byAgent: new Map([["clerk", "d"]]),
    fallbacks: ["e"],
  });
  expect(names(["clerk=b"], [], "a").common).toBe("a");
});

test.each<[readonly string[], string]>([
  [[], "Which model is meant is not said. Give --model NAME, or set OPENAI_MODEL."],
  [["clerk=b"], "Which model the other agents have is not said."],
  [["a", "clrek=b"], '--model clrek=b: human-desk has no agent "clrek" with a model. Did you mean "clerk"?'],
  [["a", "supervisor=b"], "Agents with a model: clerk."],
  [["a", "clerk="], "The name of a model is missing in --model clerk=."],
])("%j cannot be used", (models, message) => {
  expect(() => names(models)).toThrow(message);
});

test("a fallback has a name", () => {
  expect(() => names(["a"], [""])).toThrow("The name of a model is missing.");
});
