import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type Finished, files, runCli, startCli, temporaryDirectory } from "./start-cli.ts";

const order = { orderId: "A-1", reason: "broken" };

const refund = [
  { name: "verifyIdentity", arguments: { email: "ada@example.com", passphrase: "swordfish" } },
  { text: "One moment.", calls: [{ name: "handoff_to_refunds", arguments: order }] },
  { name: "issueRefund", arguments: { orderId: "A-1", amount: 129 } },
  "That is all.",
];

describe("a chat through a pipe", () => {
  test.concurrent("tells what is said, done and handed on, and asks for approvals", async () => {
    const { code, stdout } = await chat(refund, ["my money back", "y", "/state"]);
    expect(code).toBe(0);
    expect(stdout).toContain(
      [
        "you › my money back",
        '  ⚙ verifyIdentity  {"email":"ada@example.com","passphrase":"swordfish"}',
        '  ✓ verifyIdentity  {"verified":true,"plan":"pro"}',
        "triage › One moment.",
        '  ⇒ triage → refunds · verified  {"orderId":"A-1","reason":"broken"}',
        "  ? refunds wants issueRefund",
        '    {"orderId":"A-1","amount":129}',
        "  allow? [y/n/a/s/e] › y",
        '  ⚙ issueRefund  {"orderId":"A-1","amount":129}',
        '  ✓ issueRefund  {"orderId":"A-1","paidBack":129}',
        "refunds › That is all.",
      ].join("\n"),
    );
    expect(stdout).toMatch(/agent {5}refunds\n {2}verified {2}true/);
  });

  test.concurrent("tells the agent why a call was denied, and asks again for what is no answer", async () => {
    const { stdout } = await chat(refund, ["my money back", "perhaps", "n far too much"]);
    expect(stdout).toContain("Answer with one of these:\n  y ");
    expect(stdout.match(/\? refunds wants issueRefund\n {4}\{.*\}\n {2}allow\?/g)).toHaveLength(2);
    expect(stdout).toContain("✗ issueRefund · denied  A person did not allow this call: far too much.");
  });

  test.concurrent("withdraws what waits with /stop", async () => {
    const { stdout } = await chat(refund, ["my money back", "/stop", "and now?"]);
    expect(stdout).toContain("issueRefund · interrupted");
    expect(stdout).toContain("refunds › That is all.");
  });

  test.concurrent("says that a decision which was left open is not kept without a journal", async () => {
    const { code, stdout } = await chat(refund, ["my money back"]);
    expect(code).toBe(3);
    expect(stdout.trimEnd().split("\n").slice(-3)).toEqual([
      "  ? refunds wants issueRefund",
      '    {"orderId":"A-1","amount":129}',
      "  The session is not kept, as there is no --journal.",
    ]);
    expect((await chat(["Hello."], ["hi"])).stdout).not.toContain("kept");
  });

  test.concurrent("tells that decisions are answers, not commands", async () => {
    const { stdout } = await chat(refund, ["/approve", "my money back", "/approve", "/deny", "y"]);
    expect(stdout.match(/There is no command \/approve\. Type y to allow/g)).toHaveLength(2);
    expect(stdout).toContain("There is no command /deny. Type n to forbid");
    expect(stdout).toContain("refunds › That is all.");
  });

  test.concurrent("shows why a handoff was refused", async () => {
    const { stdout } = await chat(
      [{ name: "handoff_to_refunds", arguments: order }, "Who are you?"],
      ["my money back"],
    );
    expect(stdout).toContain(
      "✗ triage → refunds · refused\n    The handoff to refunds requires: verified. (verified is false)",
    );
  });

  test.concurrent("shows a failure, and goes on after /resume", async () => {
    const script = [{ error: "unauthorized", message: "No such key." }, "Now it works."];
    const { code, stdout } = await chat(script, ["hello", "/resume"]);
    expect(stdout).toContain("✗ The model failed (unauthorized): No such key.");
    expect(stdout).toContain("triage › Now it works.");
    expect(code).toBe(0);
    expect((await chat(script, ["hello"])).code).toBe(1);
  });

  test.concurrent("voids the text of an attempt that failed", async () => {
    const script = [{ error: "rate_limited", message: "Too many.", partial: "It is a", retryAfter: 1 }, "Nice day."];
    const { stdout } = await chat(script, ["hello"]);
    expect(stdout).toMatch(
      /triage › It is a\n {2}✗ rate_limited: Too many\.\n {2}What was said .* void.*\ntriage › Nice day\./,
    );
  });

  test.concurrent("does not void what was never said", async () => {
    const { stdout } = await chat([{ error: "rate_limited", message: "Too many.", retryAfter: 1 }, "Nice."], ["hello"]);
    expect(stdout).toMatch(/ {2}✗ rate_limited: Too many\.\n {2}Asking again in \d+\.\d s\.\ntriage › Nice\./);
  });

  test.concurrent("tells the shell that an operator is waited for", async () => {
    using directory = temporaryDirectory();
    const script = [{ name: "handoff_to_supervisor", arguments: { question: "why?" } }];
    const path = directory.write("script.json", JSON.stringify(script));
    const options = ["--script", path, "--message", "A person, please."];
    expect(await runCli(["run", files.humanDesk, ...options])).toMatchObject({ code: 3, stderr: "" });
  });

  test.concurrent("lets an operator answer and hand back", async () => {
    using directory = temporaryDirectory();
    const script = [{ name: "handoff_to_supervisor", arguments: { question: "why?" } }, "I am back."];
    const path = directory.write("script.json", JSON.stringify(script));
    const { stdout } = await runCli(
      ["run", files.humanDesk, "--script", path],
      ["help", "I am Eve.", "/user thank you", "/handoff clerk", '/handoff clerk {"note":"done"}', "/user hello"],
    );
    expect(stdout).toContain("operator(supervisor) › I am Eve.");
    expect(stdout).toContain("› /user thank you\n  Taken as said by the user.");
    expect(stdout).toContain("The input of the handoff to clerk does not fit");
    expect(stdout).toContain('⇒ supervisor → clerk  {"note":"done"}\nclerk › I am back.');
  });

  test.concurrent("lists its commands, and knows the nearest one", async () => {
    const { stdout } = await chat([], ["/help", "/stat", "/resume", "/export", "/quit"]);
    expect(stdout).toContain("/export PATH");
    expect(stdout).toContain("Did you mean /state?");
    expect(stdout).toContain("There is nothing to resume");
    expect(stdout).toContain("Write /export PATH.");
  });

  test.concurrent("exports the journal", async () => {
    using directory = temporaryDirectory();
    const path = directory.path("out.ndjson");
    await chat(["Hello."], ["hi", `/export ${path}`]);
    expect(readFileSync(path, "utf8").split("\n")[0]).toContain('"session.opened"');
  });

  test.concurrent("says in a sentence why the journal cannot be exported", async () => {
    using directory = temporaryDirectory();
    const { stdout } = await chat([], ["/export /nope/x", `/export ${directory.path("")}`]);
    expect(stdout).toContain(
      "✗ /nope/x cannot be written: there is no folder /nope. Make the folder first, or give another path.",
    );
    expect(stdout).toContain("cannot be written: it is a folder. Give the path of a file in it.");
  });

  test.concurrent("shows no control characters of a model", async () => {
    const { stdout } = await chat(["a\u001b[2Jb"], ["hi"]);
    expect(stdout).toContain("triage › a�[2Jb");
  });
});

test.concurrent("messages of the command line are said in order", async () => {
  using directory = temporaryDirectory();
  const path = directory.write("script.json", '["One.", "Two."]');
  const { code, stdout } = await runCli([
    "run",
    files.supportDesk,
    "--script",
    path,
    "--message",
    "a",
    "--message",
    "b",
  ]);
  expect(code).toBe(0);
  expect(stdout).toContain("you › a\ntriage › One.\n\nyou › b\ntriage › Two.\n");
});

describe("without a model", () => {
  test.concurrent.each<[readonly string[], string, string]>([
    [[], "There is no model to talk to", "OPENAI_API_KEY"],
    [["--base-url", "http://localhost:1/v1"], "Which model is meant", "--model NAME"],
    [["--base-url", "localhost", "--model", "m"], "is no URL", "http://localhost:11434/v1"],
    [["--base-url", "http://x/v1", "--model", "m", "--api", "rest"], '--api cannot be "rest"', "Choose one"],
    [["--script", "nowhere.json"], "nowhere.json cannot be read", "JSON array"],
  ])("%j", async (options, message, hint) => {
    const { code, stderr } = await runCli(["run", files.supportDesk, ...options]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).toContain(hint);
  });

  test.concurrent("a script that is none names the place", async () => {
    const { code, stderr } = await chat([3], []);
    expect(code).toBe(2);
    expect(stderr).toMatch(/script\.json: script\[0\]: expected a text, a call, .*, found 3\.\n/);
    expect(stderr).toContain('["Hello.", { "name": "handoff_to_billing", "arguments": {} }]');
  });

  test.concurrent.each<[readonly string[]]>([
    [["run", files.supportDesk, "--base-url", "http://localhost:1/v1", "--model", "m", "--message", "hi"]],
    [["demo", "--fast"]],
  ])("the package openai is missed at the start: %j", async (words) => {
    const { finished } = startCli(words, { environment: { NODE_OPTIONS: withoutOpenai } });
    const { code, stdout, stderr } = await finished;
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("Run: npm install openai");
    expect(stderr).toContain("code  missing_package");
  });

  test.concurrent("a graph with errors does not run", async () => {
    using directory = temporaryDirectory();
    const path = directory.write("script.json", "[]");
    const { code, stderr } = await runCli(["run", files.broken, "--script", path]);
    expect(code).toBe(2);
    expect(stderr).toContain("cannot be compiled");
  });
});

/** Makes Node find no package openai. */
const withoutOpenai = `--import=data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from "node:module";
  registerHooks({
    resolve(specifier, context, next) {
      return next(specifier === "openai" ? "package-that-is-not-there" : specifier, context);
    },
  });
`)}`;

async function chat(script: readonly unknown[], lines: readonly string[]): Promise<Finished> {
  using directory = temporaryDirectory();
  const path = directory.write("script.json", JSON.stringify(script));
  return await runCli(["run", files.supportDesk, "--script", path], lines);
}
