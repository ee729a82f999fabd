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

test.concurrent("an agent can have a model of its own, and all of them a fallback", async () => {
  await using server = await createModelServer({
    replies: [{ name: "handoff_to_billing" }, { status: 401 }, "Your invoice is paid."],
  });
  const models = ["--model", "big", "--model", "billing=small", "--fallback", "spare"];
  const { finished } = startCli([
    "run",
    files.supportDesk,
    ...["--base-url", server.baseURL, ...models, "--message", "my invoice"],
  ]);
  const { code, stdout } = await finished;
  expect(server.requests.map(({ body }) => body.model)).toEqual(["big", "small", "spare"]);
  expect(stdout).toContain("big, billing: small, else spare at 127.0.0.1:");
  expect(stdout).toContain("billing › Your invoice is paid.");
  expect(code).toBe(0);
});
