import { appendFileSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { fromNdjson } from "../../src/journal/ndjson.ts";
import type { ServerReply } from "../../src/testing/index.ts";
import { createModelServer } from "../../src/testing/index.ts";
import { type Cli, files, runCli, startCli, temporaryDirectory } from "./start-cli.ts";

const stalling: ServerReply = { reply: { chunks: ["Once upon a time", " there was", " a desk."] }, stallAfter: 500 };

test.concurrent("a session goes on where it was left", async () => {
  using directory = temporaryDirectory();
  const journal = directory.path("desk.ndjson");
  const script = directory.write("script.json", '["Hello.", "Again."]');
  const options = ["run", files.supportDesk, "--script", script, "--journal", journal];
  await runCli([...options, "--session", "one"], ["hi"]);
  expect(eventsOf(journal)).toEqual(["session.opened", "user.message", "model.replied"]);

  const { code, stdout } = await runCli(options, ["and now?", "/state"]);
  expect(code).toBe(0);
  expect(stdout).toContain(
    "session one goes on: 2 messages, triage · /help\nyou › hi\ntriage › Hello.\n\nyou › and now?",
  );
  expect(eventsOf(journal)).toHaveLength(5);

  const renamed = await runCli([...options, "--session", "two"], ["hi"]);
  expect(renamed).toMatchObject({ code: 2, stderr: expect.stringContaining('holds "one", not "two"') });
});

test.concurrent("an approval that is open is asked for again", async () => {
  using directory = temporaryDirectory();
  const journal = directory.path("desk.ndjson");
  const script = directory.write(
    "script.json",
    JSON.stringify([
      { name: "verifyIdentity", arguments: { email: "ada@example.com", passphrase: "swordfish" } },
      { name: "handoff_to_refunds", arguments: { orderId: "A-1", reason: "broken" } },
      { name: "issueRefund", arguments: { orderId: "A-1", amount: 129 } },
    ]),
  );
  const left = await runCli(["run", files.supportDesk, "--script", script, "--journal", journal], ["my money back"]);
  expect(left.code).toBe(3);
  expect(left.stdout).toContain('? refunds wants issueRefund\n    {"orderId":"A-1","amount":129}\n');
  const command = `npm run handoff -- run ${files.supportDesk} --script ${script} --journal ${journal}`;
  expect(left.stdout).toContain(`  The session is kept in ${journal}; continue with: ${command}\n`);

  const rest = directory.write("rest.json", '["Done."]');
  const { stdout } = await runCli(["run", files.supportDesk, "--script", rest, "--journal", journal], ["y"]);
  expect(stdout).toContain("you › my money back\n  A call waits for your decision: y allows it, n forbids it.\n");
  expect(stdout).toContain("refunds wants issueRefund");
  expect(stdout).toContain("refunds › Done.");
});

test.concurrent("a session that failed or is over says so when it goes on", async () => {
  using directory = temporaryDirectory();
  const journal = directory.path("desk.ndjson");
  const script = directory.write("script.json", '[{ "error": "unauthorized", "message": "No such key." }]');
  const options = ["run", files.supportDesk, "--script", script, "--journal", journal];
  await runCli(options, ["hi"]);
  const failed = await runCli(options, []);
  expect(failed.stdout).toContain("you › hi\n  ✗ The model failed (unauthorized): No such key.");
  expect(failed.stdout).toContain("/resume tries again, and so does another message.");

  await runCli([...options, "--json"], ['{"cancel":true}']);
  expect((await runCli(options, ["hi"])).stdout).toContain("you › hi\n  The session is cancelled.\n");
});

test.concurrent("Ctrl-C in the middle of an answer keeps what was said", async () => {
  using directory = temporaryDirectory();
  const journal = directory.path("desk.ndjson");
  await using server = await createModelServer({ replies: [stalling] });
  const cli = startRun(server.baseURL, journal);
  cli.say("tell me a story");
  await cli.shows("Once upon a time");
  cli.kill("SIGINT");
  const { code, signal, stdout } = await cli.finished;
  expect({ code, signal }).toEqual({ code: 130, signal: null });
  expect(stdout).toContain(`■ Stopped.\n  The session is kept in ${journal}; continue with: `);
  const entries = fromNdjson(readFileSync(journal, "utf8"));
  expect(entries.map(({ event }) => event)).toMatchObject([
    { type: "session.opened" },
    { type: "user.message", text: "tell me a story" },
    { type: "run.stopped", partial: expect.stringContaining("Once upon a time") },
  ]);
});

test.concurrent("Ctrl-C while nothing is under way leaves", async () => {
  using directory = temporaryDirectory();
  await using server = await createModelServer({ replies: ["Hello."] });
  const cli = startRun(server.baseURL, directory.path("desk.ndjson"));
  cli.say("hi");
  await cli.shows("triage › Hello.\n\n");
  cli.kill("SIGINT");
  expect(await cli.finished).toMatchObject({ code: 0, signal: null });
});

test.concurrent("Ctrl-C stops a run that is driven through JSON", async () => {
  using directory = temporaryDirectory();
  await using server = await createModelServer({ replies: [stalling] });
  const cli = startRun(server.baseURL, directory.path("desk.ndjson"), "--json");
  cli.say("tell me a story");
  await cli.shows('"type":"text.delta"');
  cli.kill("SIGINT");
  const { code, stdout } = await cli.finished;
  expect(code).toBe(130);
  expect(JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "")).toMatchObject({
    type: "run.ended",
    status: "awaitingUser",
  });
});

test.concurrent("`stop` is taken at once", async () => {
  using directory = temporaryDirectory();
  await using server = await createModelServer({ replies: [stalling, "Hello."] });
  const cli = startRun(server.baseURL, directory.path("desk.ndjson"), "--json");
  cli.say("tell me a story");
  await cli.shows('"type":"text.delta"');
  cli.say('{"stop":true}');
  cli.say("something else");
  cli.hangUp();
  const { code, stdout } = await cli.finished;
  expect(code).toBe(0);
  expect(stdout).toContain('"text":"Hello."');
  expect(stdout.match(/"type":"run\.ended"/g)).toHaveLength(2); // an update of both runs is written once
});

test.concurrent("a process that was killed loses nothing, and its session goes on", async () => {
  using directory = temporaryDirectory();
  const journal = directory.path("desk.ndjson");
  await using server = await createModelServer({ replies: [stalling, "Here I am again."] });
  const killed = startRun(server.baseURL, journal);
  killed.say("tell me a story");
  await killed.shows("Once upon a time");
  killed.kill("SIGKILL");
  expect(await killed.finished).toMatchObject({ signal: "SIGKILL" });
  expect(eventsOf(journal)).toEqual(["session.opened", "user.message"]);
  appendFileSync(journal, '{"session":"cut in ha');

  const cli = startRun(server.baseURL, journal);
  cli.hangUp();
  const { code, stdout } = await cli.finished;
  expect(code).toBe(0);
  expect(stdout).toContain("What was under way when the session was left goes on.\ntriage › Here I am again.");
  expect(eventsOf(journal)).toEqual(["session.opened", "user.message", "run.resumed", "model.replied"]);
});

test.concurrent("a journal that is none, and one of another graph", async () => {
  using directory = temporaryDirectory();
  const script = directory.write("script.json", '["Hello."]');
  const run = (file: string, journal: string) =>
    runCli(["run", file, "--script", script, "--journal", journal], ["hi"]);
  expect(await run(files.supportDesk, directory.write("notes.txt", "hello\n"))).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("line 1 is not JSON"),
  });
  expect(await run(files.supportDesk, "/nowhere/desk.ndjson")).toMatchObject({ code: 2 });

  const journal = directory.path("desk.ndjson");
  await run(files.supportDesk, journal);
  expect(await run(files.humanDesk, journal)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("code  graph_mismatch"),
  });
});

function startRun(baseURL: string, journal: string, ...options: readonly string[]): Cli {
  return startCli([
    "run",
    files.supportDesk,
    ...["--base-url", baseURL, "--model", "scripted", "--journal", journal],
    ...options,
  ]);
}

function eventsOf(journal: string): readonly string[] {
  return fromNdjson(readFileSync(journal, "utf8")).map(({ event }) => event.type);
}
