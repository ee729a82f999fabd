import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { expect, test } from "vitest";
import { framesIn, readEvents } from "../inspector/inspected.ts";
import { ndjsonOf, recordedJournal } from "../inspector/recorded-journal.ts";
import { type Cli, files, runCli, startCli, temporaryDirectory } from "./start-cli.ts";

test.concurrent("a server that was killed goes on after it is started again, and so does whoever looks", async () => {
  using directory = temporaryDirectory();
  const script = directory.write("script.json", '["Hello.", "Again."]');
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const words = ["inspect", files.supportDesk, "--journal", directory.path("desk.ndjson"), "--script", script];
  const start = async (): Promise<Cli> => {
    const cli = startCli([...words, "--port", String(port)]);
    await cli.shows(url);
    return cli;
  };

  const killed = await start();
  const { session } = await (await post(`${url}/api/sessions`, { text: "Hi" })).json();
  const before = readEvents(await fetch(`${url}/api/stream?session=${session}`));
  await before.until((events) => framesIn(events).at(-1)?.status === "awaitingUser");
  killed.kill("SIGKILL");
  await killed.finished;
  await expect(before.until(() => false)).rejects.toThrow();

  const again = await start();
  const after = readEvents(
    await fetch(`${url}/api/stream?session=${session}`, { headers: { "last-event-id": before.lastId } }),
  );
  await post(`${url}/api/sessions/${session}/send`, { text: "Still there?" });
  await after.until((events) => framesIn(events).at(-1)?.status === "awaitingUser");
  expect(after.events.map(({ type }) => type)).not.toContain("reset");
  expect(framesIn(after.events).map(({ position, event }) => [position, event])).toEqual([
    [3, "user.message"],
    [4, "model.replied"],
  ]);
  const [one, other] = [before, after].map(({ events: [first] }) => (first?.type === "sessions" ? first.server : ""));
  expect(one).not.toBe(other);

  again.kill("SIGINT");
  expect(await again.finished).toMatchObject({ code: 0, stderr: "" });
});

test.concurrent("a journal that is only looked at is left as it is, also one whose end was cut off", async () => {
  using directory = temporaryDirectory();
  const journal = directory.write("desk.ndjson", await ndjsonOf(await recordedJournal()));
  appendFileSync(journal, '{"session":"invoice","posi'); // as another process is writing it
  const text = readFileSync(journal, "utf8");
  const cli = startCli([
    "inspect",
    files.supportDesk,
    "--journal",
    journal,
    "--read-only",
    "--port",
    String(await freePort()),
  ]);
  await cli.shows("http://");
  cli.kill("SIGINT");
  const { code, stdout } = await cli.finished;
  expect(code).toBe(0);
  expect(stdout).toContain(`support-desk  7 sessions in ${journal} · no model: be it yourself · read-only`);
  expect(readFileSync(journal, "utf8")).toBe(text);
  expect(existsSync(`${journal}.lock`)).toBe(false);

  appendFileSync(journal, "nonsense\n");
  const broken = await runCli(["inspect", files.supportDesk, "--journal", journal]);
  expect(broken).toMatchObject({ code: 2, stderr: expect.stringContaining("line 104 is not JSON") });
});

test.concurrent.each([
  [["--host", "0.0.0.0"], "there is no token", "--token auto"],
  [["--host", "0.0.0.0", "--token", ""], "--token cannot be empty", "--token auto"],
  [["--port", "abc"], '--port cannot be "abc"', "from 1 to 65535, for instance 4747"],
  [["--port", "65536"], '--port cannot be "65536"', "for instance 4747"],
])("a place that cannot be is told, and how it can: %j", async (options, message, hint) => {
  const { code, stderr } = await runCli(["inspect", files.supportDesk, ...options]);
  expect(code).toBe(2);
  expect(stderr).toContain(message);
  expect(stderr).toContain(hint);
});

test.concurrent("a session in the terminal is shown in a browser as well", async () => {
  using directory = temporaryDirectory();
  const script = directory.write("script.json", '["Hello."]');
  const { code, stderr, stdout } = await runCli(["run", files.supportDesk, "--script", script, "--inspect"], ["hi"]);
  expect(code).toBe(0);
  expect(stderr).toMatch(/inspector {2}http:\/\/127\.0\.0\.1:\d+\//);
  expect(stdout).not.toContain("http://");
});

function post(url: string, body: object): Promise<Response> {
  return fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
}

/** A port that nobody listens on. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}
