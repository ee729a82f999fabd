import type { CommandArguments } from "../command.ts";
import { handoffProgram, shellWord } from "../shell-command.ts";

/** Where a session is kept, and the command that goes on with it. */
export interface Keeping {
  readonly file: string;
  readonly command: string;
}

/** Reads off what was given where the session is kept; `null`: nowhere. */
export function keepingOf({ operands, textOf, textsOf }: CommandArguments): Keeping | null {
  const file = textOf("journal");
  if (file === undefined) return null;
  const options = ["model", "fallback", "base-url", "api", "script", "session", "journal"].flatMap((option) => {
    return textsOf(option).flatMap((value) => [`--${option}`, value]);
  });
  return { file, command: [handoffProgram(), ...["run", ...operands, ...options].map(shellWord)].join(" ") };
}

/** Says in a line what is left of a session that somebody leaves. */
export function farewell(keeping: Keeping | null): string {
  if (keeping === null) return "The session is not kept, as there is no --journal.";
  return `The session is kept in ${keeping.file}; continue with: ${keeping.command}`;
}
