import { createRequire } from "node:module";
import { UsageError } from "../errors.ts";
import { didYouMean, suggestName } from "../suggest-name.ts";
import { commands } from "./commands.ts";
import { type ExitCode, exitCodes } from "./exit-code.ts";
import { commandHelp, programHelp } from "./help.ts";
import { parseArguments } from "./parse-arguments.ts";
import { reportError } from "./report-error.ts";
import { type Screen, standardScreen } from "./screen.ts";

/** Runs the program: words to command to exit code. The process ends with it, whatever is still under way. */
export async function main(words: readonly string[]): Promise<void> {
  process.stdout.on("error", endAtClosedPipe);
  const screen = standardScreen();
  const exitCode = await dispatch(words, screen).catch((error: unknown) => reportError(error, screen));
  process.stdout.write("", () => process.exit(exitCode));
}

async function dispatch([name, ...words]: readonly string[], screen: Screen): Promise<ExitCode> {
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    const [topic] = words;
    screen.line(topic === undefined ? programHelp(screen) : commandHelp(await load(topic), screen));
    return exitCodes.fine;
  }
  if (name === "--version" || name === "-v") {
    screen.line(version());
    return exitCodes.fine;
  }
  const command = await load(name);
  if (words.includes("--help") || words.includes("-h")) {
    screen.line(commandHelp(command, screen));
    return exitCodes.fine;
  }
  return command.run(parseArguments(command, words), screen);
}

function load(name: string): ReturnType<(typeof commands)[number]["load"]> {
  const entry = commands.find((known) => known.name === name);
  if (entry !== undefined) return entry.load();
  const names = commands.map((known) => known.name);
  throw new UsageError("bad_option", {
    message: `There is no command \`${name}\`.`,
    hint: didYouMean(suggestName(name, names), `Commands: ${names.join(", ")}. See \`handoff --help\`.`),
  });
}

function version(): string {
  const { version } = createRequire(import.meta.url)("handoff-machine/package.json") as { version: string }; // our own package.json
  return version;
}

/** Whoever reads our output has seen enough, as `head` has. */
function endAtClosedPipe(error: Error): void {
  if ("code" in error && error.code === "EPIPE") process.exit(exitCodes.fine);
  throw error;
}
