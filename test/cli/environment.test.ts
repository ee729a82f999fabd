import { expect, test } from "vitest";
import { createModelServer } from "../../src/testing/index.ts";
import { files, startCli } from "./start-cli.ts";

test.concurrent("colours are for terminals, unless they are forced", async () => {
  const colored = startCli(["draw", files.supportDesk], { environment: { FORCE_COLOR: "1" } });
  expect((await colored.finished).stdout).toContain("\u001b[1m");
  const plain = startCli(["draw", files.supportDesk], { environment: { NO_COLOR: "1" } });
  expect((await plain.finished).stdout).not.toContain("\u001b[");
});

test.concurrent("a stack is shown with HANDOFF_DEBUG alone", async () => {
  const { finished } = startCli(["validate", "nowhere.ts"], { environment: { HANDOFF_DEBUG: "1" } });
  expect((await finished).stderr).toMatch(/^\s+at .*load-graph/m);
});

test.concurrent("the model can be named by the environment", async () => {
  await using server = await createModelServer({ replies: ["Hello."] });
  const environment = { OPENAI_BASE_URL: server.baseURL, OPENAI_MODEL: "some-model", OPENAI_API_KEY: "none" };
  const { finished } = startCli(["run", files.supportDesk, "--message", "hi"], { environment });
  expect(await finished).toMatchObject({ code: 0, stdout: expect.stringContaining("triage › Hello.") });
  expect(server.requests[0]?.body.model).toBe("some-model");
});
