import { expect, test } from "vitest";
import { files, startCli, temporaryDirectory } from "./start-cli.ts";

interface Line {
  readonly type: string;
  readonly [key: string]: unknown;
}

const refund = [
  { name: "verifyIdentity", arguments: { email: "ada@example.com", passphrase: "swordfish" } },
  { name: "handoff_to_refunds", arguments: { orderId: "A-1", reason: "broken" } },
  { name: "issueRefund", arguments: { orderId: "A-1", amount: 129 } },
  "That is all.",
  "Goodbye.",
];

test.concurrent("every update is a line, and every line a wish", async () => {
  const { code, lines } = await drive(refund, ["my money back", '{"approve":"3.0"}', '{"send":"{thanks}"}']);
  expect(code).toBe(0);
  expect(lines[0]).toMatchObject({ type: "session.ready", graph: "support-desk", status: "opened", position: 0 });
  expect(typesOf(lines)).toEqual([
    "session.ready",
    "turn.started turn.ended tool.started tool.settled",
    "turn.started turn.ended handoff.made",
    "turn.started turn.ended approval.requested run.ended",
    "approval.settled tool.started tool.settled",
    "turn.started text.delta turn.ended run.ended",
    "turn.started text.delta turn.ended run.ended",
  ]);
});

test.concurrent("a call can be denied with a reason, and named by `true` where one waits", async () => {
  const { lines } = await drive(refund, ["my money back", '{"deny":true,"reason":"too much"}']);
  expect(lines.find(({ type, status }) => type === "tool.settled" && status === "denied")).toMatchObject({
    output: { message: expect.stringContaining("too much") },
  });
});

test.concurrent("a line that is not understood, and one that the session refuses, are told in their place", async () => {
  const { code, lines } = await drive(
    ["Hello."],
    ['{"sned":"hi"}', '{"approve":"9.9"}', '{"operate":{"text":"x"}}', "hi"],
  );
  expect(code).toBe(2);
  expect(lines.filter(({ type }) => type === "error").map((line) => line.code)).toEqual([
    "bad_event",
    "no_such_call",
    "no_human_agent",
  ]);
  expect(lines.at(-1)).toMatchObject({ type: "run.ended", status: "awaitingUser" });
});

test.concurrent("a session that rests in failure tells the shell, and can be resumed", async () => {
  const script = [{ error: "unauthorized" }, "Now."];
  expect(await drive(script, ["hi"])).toMatchObject({ code: 1 });
  expect(await drive(script, ["hi", '{"resume":true}'])).toMatchObject({ code: 0 });
});

test.concurrent("a session that waits for a decision tells the shell", async () => {
  expect(await drive(refund, ["my money back"])).toMatchObject({ code: 3 });
  expect(await drive(refund, ["my money back", '{"deny":"9.9"}'])).toMatchObject({ code: 2 });
});

test.concurrent.each(["stop", "cancel"])(
  "`%s` while a call waits for approval tells what became of it",
  async (wish) => {
    using directory = temporaryDirectory();
    const path = directory.write("script.json", JSON.stringify(refund));
    const cli = startCli(["run", files.supportDesk, "--json", "--script", path]);
    cli.say("my money back");
    await cli.shows('"type":"run.ended"');
    cli.say(`{"${wish}":true}`);
    cli.hangUp();
    const lines = linesOf((await cli.finished).stdout);
    const settled = { type: "tool.settled", tool: "issueRefund", status: "interrupted" };
    const ended = { type: "run.ended", status: wish === "stop" ? "awaitingUser" : "cancelled" };
    expect(lines.slice(lines.findIndex(({ type }) => type === "run.ended") + 1)).toMatchObject([settled, ended]);
  },
);

test.concurrent.each([
  ["stop", "awaitingUser"],
  ["cancel", "cancelled"],
])("`%s` right behind a message is about that message, and says so", async (wish, status) => {
  const { lines, code } = await drive(["A long answer that nobody waits for."], ["hi", `{"${wish}":true}`]);
  expect(lines.at(-1)).toMatchObject({ type: "run.ended", status });
  expect(lines.filter(({ type }) => type === "error" || type === "turn.ended")).toEqual([]);
  expect(code).toBe(0);
});

test.concurrent("escape sequences in the name of a tool do not reach the terminal", async () => {
  using directory = temporaryDirectory();
  const script = directory.write("script.json", JSON.stringify([{ name: "\u001b[2Jevil" }, "Done."]));
  const cli = startCli(["run", files.supportDesk, "--script", script, "--message", "hi"]);
  const { stdout } = await cli.finished;
  expect(stdout).toContain("evil");
  expect(stdout).not.toContain("\u001b[2J");
});

test.concurrent("`cancel` is taken at once, and what comes after it is refused", async () => {
  const { lines } = await drive(["Hello."], ['{"cancel":"enough"}', "hi"]);
  expect(lines.find(({ type }) => type === "error")).toMatchObject({ code: "session_ended" });
});

async function drive(
  script: readonly unknown[],
  wishes: readonly string[],
): Promise<{ code: number | null; lines: readonly Line[] }> {
  using directory = temporaryDirectory();
  const path = directory.write("script.json", JSON.stringify(script));
  const cli = startCli(["run", files.supportDesk, "--json", "--script", path]);
  for (const wish of wishes) cli.say(wish);
  cli.hangUp();
  const { code, stdout } = await cli.finished;
  return { code, lines: linesOf(stdout) };
}

function linesOf(stdout: string): readonly Line[] {
  return stdout
    .trimEnd()
    .split("\n")
    .map((line): Line => JSON.parse(line));
}

/** The types of the lines, a turn to a row; the pieces of a text count as one. */
function typesOf(lines: readonly Line[]): readonly string[] {
  const rows: string[][] = [];
  for (const { type } of lines) {
    const row = rows.at(-1);
    const begins = ["turn.started", "approval.settled"].includes(type);
    if (row === undefined || begins) rows.push([type]);
    else if (row.at(-1) !== type) row.push(type);
  }
  return rows.map((row) => row.join(" "));
}
