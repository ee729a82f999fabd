import { expect, test } from "vitest";
import { parseArguments } from "../../../src/cli/parse-arguments.ts";
import { farewell, keepingOf } from "../../../src/cli/run/keeping.ts";
import { runCommand } from "../../../src/cli/run-command.ts";

const given = (...words: readonly string[]) => keepingOf(parseArguments(runCommand, words));

test("the command that goes on has every option but messages, quoted for a shell", () => {
  expect(given("my desk.ts", "--message", "hi", "--model", "it's", "--journal", "desk.ndjson")).toMatchObject({
    file: "desk.ndjson",
    command: expect.stringMatching(/ run 'my desk\.ts' --model 'it'\\''s' --journal desk\.ndjson$/),
  });
  const models = ["--model", "a", "--model", "triage=b", "--fallback", "c"];
  expect(given("desk.ts", ...models, "--journal", "a.ndjson")?.command).toMatch(
    / run desk\.ts --model a --model triage=b --fallback c --journal a\.ndjson$/,
  );
  expect(given("desk.ts#second", "--journal", "a.ndjson")?.command).toMatch(
    / run desk\.ts#second --journal a\.ndjson$/,
  );
});

test("without a journal nothing is kept", () => {
  expect(farewell(given("desk.ts"))).toBe("The session is not kept, as there is no --journal.");
});
