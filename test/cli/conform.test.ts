import { createRuntime, fromNdjson, toNdjson } from "handoff-machine";
import { call, handOff, scriptedModel } from "handoff-machine/testing";
import { expect, test } from "vitest";
import { supportDesk } from "../../machines/support-desk.ts";
import { files, runCli, temporaryDirectory } from "./start-cli.ts";

const refund = { orderId: "A-17", reason: "broken" };

/** The journal of a session in which money was paid back. */
async function refunded(session: string): Promise<string> {
  const model = scriptedModel([
    call("verifyIdentity", { email: "ada@example.org", passphrase: "swordfish" }),
    handOff("refunds", refund),
    call("issueRefund", { orderId: "A-17", amount: 12 }),
    "Paid back.",
  ]);
  const opened = await createRuntime(supportDesk, { model }).open(session);
  await opened.send("Money back!").ended;
  return opened.export();
}

test.concurrent("sessions that conform: what they took, and what the module's properties say", async () => {
  using directory = temporaryDirectory();
  const journal = directory.write("two.ndjson", `${await refunded("one")}${await refunded("two")}`);
  const { code, stdout, stderr } = await runCli(["conform", files.supportDesk, "--journal", journal]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(/^support-desk {2}2 sessions, \d+ entries\n/);
  expect(stdout).toContain("conforms  2 of 2 sessions");
  expect(stdout).toMatch(/^holds {5}verified when a refund is paid$/m);
  expect(stdout).toMatch(/^unknown {3}a refund stays possible +recorded sessions cannot tell$/m);
  expect(stdout).toContain("1 of 5 handoffs taken\n  triage → refunds  2\n  never: triage → billing");
});

test.concurrent("a property that a session violates: which session, where, and 1", async () => {
  using directory = temporaryDirectory();
  const journal = directory.write("one.ndjson", await refunded("one"));
  const { code, stdout } = await runCli(["conform", strictDesk(directory), "--journal", journal]);
  expect(code).toBe(1);
  expect(stdout).toMatch(/^VIOLATED {2}nothing is paid {2}in 1 of 1 session\n {10}one at \d+$/m);
});

test.concurrent("a session that is no path of the model: where it leaves it, what was possible, and 1", async () => {
  using directory = temporaryDirectory();
  const journal = directory.write("one.ndjson", await threeCalls());
  const { code, stdout } = await runCli(["conform", files.supportDesk, "--journal", journal]);
  expect(code).toBe(1);
  expect(stdout).toContain("conforms  0 of 1 session");
  expect(stdout).toMatch(
    /^DEVIATES {2}three, after 2 of \d+ entries\n {10}at 2: model\.replied is no step of the model there\n {10}because the reply has 3 calls, and the model has replies of up to 2\n/m,
  );
  expect(stdout).toMatch(/^ {10}possible: answers; [\s\S]* 10 more$/m);
  const wider = await runCli(["conform", files.supportDesk, "--journal", journal, "--calls", "3", "--json"]);
  expect(wider.code).toBe(0);
  expect(JSON.parse(wider.stdout)).toMatchObject({
    graph: "support-desk",
    verdict: "holds",
    sessions: [{ session: "three", conforms: true, mismatch: null }],
    coverage: { taken: {} },
  });
});

test.concurrent("entries that the machine drops are told, and may not be with --strict", async () => {
  using directory = temporaryDirectory();
  const lines = (await refunded("forged")).trimEnd().split("\n");
  const granted = lines.findIndex((line) => line.includes('"type":"handoff.refunds"'));
  const forged = lines.with(granted, lines[granted]?.replace("handoff.refunds", "handoff.triage") ?? "").join("\n");
  const journal = directory.write("forged.ndjson", forged);
  const given = ["conform", files.supportDesk, "--journal", journal];
  const { code, stdout } = await runCli(given);
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^conforms {2}1 of 1 session, but \d entries dropped by the machine: --strict fails on that\ndropped {3}forged, \d of \d+ entries changed nothing: at \d+, /m,
  );
  const strict = await runCli([...given, "--strict"]);
  expect(strict.code).toBe(1);
  expect(strict.stdout).toMatch(/^conforms {2}1 of 1 session, but \d entries dropped .*strict\nDROPPED {3}forged, /m);
  const whole = directory.write("whole.ndjson", await refunded("whole"));
  expect((await runCli(["conform", files.supportDesk, "--journal", whole, "--strict"])).code).toBe(0);
});

test.concurrent("half an entry at the end of a journal is left out, and that is told", async () => {
  using directory = temporaryDirectory();
  const entries = (await refunded("killed")).trimEnd().split("\n");
  const whole = directory.write("whole.ndjson", await refunded("other"));
  const cut = directory.write("cut.ndjson", `${entries.slice(0, 4).join("\n")}\n${entries[4]?.slice(0, 30)}`);
  for (const [command = "", ...options] of [["conform"], ["draw", "--format", "dot"]]) {
    const given = [command, files.supportDesk, ...options, "--journal", whole, "--journal", cut];
    const { code, stdout, stderr } = await runCli(given);
    expect(code).toBe(0);
    expect(stdout).toContain("2 sessions");
    const told = stderr.replace(/\s+/g, " ");
    expect(told).toContain("cut.ndjson ends in half an entry (line 5), which is left out");
    expect(told).not.toContain("whole.ndjson");
  }
});

test.concurrent("a line that is broken elsewhere is told with its file, and what to do", async () => {
  using directory = temporaryDirectory();
  const lines = (await refunded("broken")).split("\n");
  const journal = directory.write("broken.ndjson", lines.with(2, lines[2]?.slice(0, 30) ?? "").join("\n"));
  const script = directory.write("script.json", '["Hello."]');
  for (const [command = "", ...options] of [["conform"], ["run", "--script", script]]) {
    const { code, stderr } = await runCli([command, files.supportDesk, "--journal", journal, ...options]);
    expect(code).toBe(2);
    const told = stderr.replace(/\s+/g, " ");
    expect(told).toContain("broken.ndjson cannot be used: line 3 is not JSON. help Restore it from a copy");
  }
});

test.concurrent.for<[string, (directory: ReturnType<typeof temporaryDirectory>) => Promise<string[]>, string]>([
  ["no journal", async () => [], "needs a journal"],
  ["a journal that is missing", async () => ["--journal", "nowhere.ndjson"], "nowhere.ndjson cannot be read"],
  ["an empty journal", async (directory) => ["--journal", directory.write("empty.ndjson", "")], "has no entry"],
  [
    "a file that is no journal",
    async (directory) => ["--journal", directory.write("a.txt", "Hi\n")],
    "a.txt cannot be used: line 1 is not JSON.",
  ],
  [
    "a journal without its beginning",
    async (directory) => {
      const entries = fromNdjson(await refunded("late")).slice(1);
      return ["--journal", directory.write("late.ndjson", toNdjson(entries))];
    },
    "position 1 where 0 was expected",
  ],
])("%s is told, and 2", async ([, options, message]) => {
  using directory = temporaryDirectory();
  const { code, stderr } = await runCli(["conform", files.supportDesk, ...(await options(directory))]);
  expect(code).toBe(2);
  expect(stderr).toContain(message);
});

async function threeCalls(): Promise<string> {
  const identity = { email: "ada@example.org", passphrase: "swordfish" };
  const model = scriptedModel([{ calls: [1, 2, 3].map(() => call("verifyIdentity", identity)) }, "Done."]);
  const session = await createRuntime(supportDesk, { model }).open("three");
  await session.send("It is me, thrice.").ended;
  return session.export();
}

/** A module with the same graph and another property. */
function strictDesk(directory: ReturnType<typeof temporaryDirectory>): string {
  const library = new URL("../../dist/src/index.js", import.meta.url).href;
  const desk = new URL("../../dist/machines/support-desk.js", import.meta.url).href;
  directory.write("package.json", '{ "type": "module" }');
  return directory.write(
    "strict.js",
    `import { propertiesOf } from "${library}";
import { supportDesk } from "${desk}";
export { supportDesk };
export const properties = [propertiesOf(supportDesk).never("nothing is paid", { returns: "issueRefund" })];`,
  );
}
