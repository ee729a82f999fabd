import { type ExitCode, exitCodes } from "./exit-code.ts";
import { flowText, textWidth } from "./run/word-flow.ts";
import type { Screen } from "./screen.ts";

/** An error in words: what a person needs to mend it. */
export interface ErrorWords {
  readonly message: string;
  readonly hint: string | null;
  readonly code: string;
}

/** Prints an error as message, hint and code, and gives the exit code for it. A stack only with HANDOFF_DEBUG. */
export function reportError(error: unknown, screen: Screen): ExitCode {
  const { message, hint, code } = describeError(error);
  const width = textWidth(screen);
  screen.complain(`${screen.paintComplaint("red", "✗")} ${flowText(message, { width, indent: "  " })}`);
  if (hint !== null) {
    screen.complain(
      `  ${screen.paintComplaint("cyan", "help")}  ${flowText(hint, { width, indent: " ".repeat("  help  ".length) })}`,
    );
  }
  screen.complain(`  ${screen.paintComplaint("dim", `code  ${code}`)}`);
  if (isSet(process.env.HANDOFF_DEBUG) && error instanceof Error) screen.complain(`\n${error.stack ?? ""}`);
  return exitCodeOf(error);
}

/**
 * Takes an error apart. It is known by its shape, not by its class: a graph may have been defined with another copy
 * of this library than the one that runs the command.
 */
export function describeError(error: unknown): ErrorWords {
  if (!(error instanceof Error)) return { message: String(error), hint: null, code: "unexpected" };
  const hint = "hint" in error && typeof error.hint === "string" ? error.hint : null;
  const code = "code" in error && typeof error.code === "string" ? error.code : "unexpected";
  const message = hint === null ? error.message : error.message.slice(0, -hint.length).trimEnd();
  if (code !== "unexpected") return { message, hint, code };
  return { message, hint: "HANDOFF_DEBUG=1 shows where it comes from.", code };
}

/** Errors that the person at the keyboard can mend. */
const unusable: readonly string[] = ["UsageError", "GraphError", "GraphMismatchError"];

function exitCodeOf(error: unknown): ExitCode {
  return error instanceof Error && unusable.includes(error.name) ? exitCodes.unusable : exitCodes.failed;
}

function isSet(variable: string | undefined): boolean {
  return variable !== undefined && variable !== "" && variable !== "0";
}
