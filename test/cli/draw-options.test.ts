import { writeFileSync } from "node:fs";
import { checkGraph, createRuntime, propertiesOf } from "handoff-machine";
import { handOff, scriptedModel } from "handoff-machine/testing";
import { describe, expect, test } from "vitest";
import { supportDesk } from "../../machines/support-desk.ts";
import { drawCommand } from "../../src/cli/draw-command.ts";
import { parseArguments } from "../../src/cli/parse-arguments.ts";
import { recordingScreen } from "./recording-screen.ts";
import { files, temporaryDirectory } from "./start-cli.ts";

async function drawn(...words: readonly string[]): Promise<string> {
  const screen = recordingScreen(100);
  await drawCommand.run(parseArguments(drawCommand, [files.supportDesk, ...words]), screen);
  return screen.written();
}

test.each([
  [["--level", "states"], "--level states cannot be drawn as text", "Add --format mermaid, or svg, or dot."],
  [["--format", "mermaid", "--against", "x.ts"], "--against cannot be drawn as mermaid", "Add --format svg, or dot."],
  [["--format", "svg", "--session", "one"], "--session says nothing without --journal", "Add --journal"],
  [["--format", "svg", "--fold", "triag"], 'there is no agent "triag"', "triage"],
  [["--format", "svg", "--fold", "triage", "--unfold", "triage"], "--fold and --unfold", "Leave one of them out."],
  [["--format", "svgg"], '--format cannot be "svgg"', "svg"],
  [["--format", "svg", "--trace", "nonsense"], "nonsense", ""],
])("%j is refused, with what would help", async (words, message, hint) => {
  await expect(drawn(...words)).rejects.toMatchObject({
    code: "bad_option",
    message: expect.stringContaining(message),
    hint: expect.stringContaining(hint),
  });
});

describe("a journal", () => {
  test("shows what its sessions took, or the way of one of them", async () => {
    using directory = temporaryDirectory();
    const journal = directory.path("desk.ndjson");
    const session = await createRuntime(supportDesk, { model: scriptedModel([handOff("billing"), "Done."]) }).open(
      "one",
    );
    await session.send("My invoice?").ended;
    writeFileSync(journal, await session.export());

    const coverage = await drawn("--format", "svg", "--journal", journal);
    expect(coverage).toContain("what 1 session took, and what none did");
    expect(coverage).toMatch(/class="node agent never" data-node="agent:refunds"/);
    const way = await drawn("--format", "svg", "--journal", journal, "--session", "one");
    expect(way).toMatch(/class="node agent active" data-node="agent:billing"/);
    expect(await drawn("--format", "mermaid", "--journal", journal)).toContain("class agent_refunds neverMark");
    expect(await drawn("--format", "dot", "--journal", journal)).toContain("never");
    await expect(drawn("--format", "svg", "--journal", journal, "--session", "on")).rejects.toMatchObject({
      message: expect.stringContaining('no session "on"'),
      hint: expect.stringContaining("one"),
    });
  });

  test("that is not there is told so", async () => {
    await expect(drawn("--format", "svg", "--journal", "/nowhere.ndjson")).rejects.toMatchObject({
      code: "bad_journal",
    });
  });
});

test("a counterexample is drawn by its replay id", async () => {
  const { never } = propertiesOf(supportDesk);
  const { results } = checkGraph(supportDesk, [never("nobody comes to billing", { enters: "billing" })], {
    defaults: false,
  });
  const id = results[0]?.replayId ?? "";
  const drawing = await drawn("--format", "svg", "--trace", id);
  expect(drawing).toContain(`${id}: a conversation of 3 steps`);
  expect(drawing).toMatch(/data-arrow="handoff triage→billing"/);
  expect(drawing).toMatch(/class="node agent active" data-node="agent:billing"/);
});

test("what differs from an older graph is drawn, folded agents are not shown", async () => {
  const difference = await drawn("--format", "svg", "--against", files.humanDesk);
  expect(difference).toMatch(/class="node human removed"/);
  expect(await drawn("--format", "dot", "--against", files.supportDesk)).toContain("nothing that is drawn differs");
  expect(await drawn("--format", "svg", "--fold", "triage")).not.toContain("verifyIdentity");
  expect(await drawn("--format", "svg", "--unfold", "triage")).toContain("verifyIdentity");
});

test("for Stately Studio it is a source file", async () => {
  expect(await drawn("--format", "studio")).toMatch(/^import \{ setup \} from "xstate";/);
});
