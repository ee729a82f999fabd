import { expect, test } from "vitest";
import { sessionScript } from "../../../src/cli/inspect/session-script.ts";
import { ask, askForReply, modelRequest } from "../../contract/model-request.ts";

test("each session follows the script from its top; one that has turns already, from the turn it is asked for", async () => {
  const model = sessionScript(["One.", "Two.", "Three."]);
  const say = async (session: string, turn: number): Promise<string> =>
    (await askForReply(model, modelRequest({ session, turn }))).text;
  expect([await say("a", 1), await say("b", 1), await say("a", 2)]).toEqual(["One.", "One.", "Two."]);
  expect([await say("fork", 3), await say("b", 2)]).toEqual(["Three.", "Two."]);
  expect(await ask(model, modelRequest({ session: "fork", turn: 4 }))).toMatchObject({
    error: { code: "script_ended" },
  });
});

test("after a failure, the step behind it is the answer to the next attempt", async () => {
  const model = sessionScript([{ error: "server_error" }, "Fine again."]);
  expect(await ask(model)).toMatchObject({ error: { code: "server_error" } });
  expect((await askForReply(model, modelRequest({ attempt: 2 }))).text).toBe("Fine again.");
});
