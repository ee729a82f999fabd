import { expect, test } from "vitest";
import { supportDesk } from "../../machines/support-desk.ts";
import { commands } from "../../src/cli/commands.ts";
import { showCommands } from "../../src/cli/demo/epilogue.ts";
import { tellPrologue } from "../../src/cli/demo-command.ts";
import { commandHelp, programHelp } from "../../src/cli/help.ts";
import { reportError } from "../../src/cli/report-error.ts";
import { UsageError } from "../../src/errors.ts";
import { recordingScreen } from "./recording-screen.ts";

const next = [["npm run handoff -- run machines/support-desk.ts --model gpt-5-mini", "talk to it"]] as const;

test.each([80, 60])("help and prologue keep within %i columns", async (width) => {
  const screen = recordingScreen(width);
  tellPrologue(supportDesk, { baseURL: "http://127.0.0.1:54321/v1", screen });
  screen.line(programHelp(screen));
  for (const { load } of commands) screen.line(commandHelp(await load(), screen).split("examples")[0]);
  for (const line of screen.written().split("\n")) expect(line.length, line).toBeLessThanOrEqual(width);
});

test("an error keeps within the columns, its help under its own beginning", () => {
  const screen = recordingScreen(40);
  reportError(new UsageError("bad_option", { message: "It is wrong.", hint: "Write it ".repeat(6).trim() }), screen);
  expect(screen.written()).toBe(
    "✗ It is wrong.\n  help  Write it Write it Write it Write\n        it Write it Write it\n  code  bad_option\n",
  );
});

test("a command stands beside what it is for, or above it where there is no room", () => {
  const wide = recordingScreen(100);
  showCommands(next, wide);
  expect(wide.written()).toBe(`  ${next[0][0]}  talk to it\n`);
  const narrow = recordingScreen(70);
  showCommands(next, narrow);
  expect(narrow.written()).toBe(`  ${next[0][0]}\n    talk to it\n`);
});
