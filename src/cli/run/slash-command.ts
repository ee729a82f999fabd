import { suggestName } from "../../suggest-name.ts";

/** A line that is no message: `/name rest`. */
export interface SlashCommand {
  readonly name: SlashName;
  readonly rest: string;
}

/** The names of slash commands. */
export type SlashName = (typeof slashCommands)[number]["name"];

/** Every slash command, for `/help` and for docs/cli.md. */
export const slashCommands = [
  { name: "help", usage: "/help", about: "show this" },
  { name: "state", usage: "/state", about: "show where the session stands: agent, variables, tokens" },
  { name: "resume", usage: "/resume", about: "go on with a session that failed" },
  { name: "stop", usage: "/stop", about: "withdraw what waits for an approval" },
  { name: "image", usage: "/image PATH|URL", about: "attach an image to the next message" },
  { name: "file", usage: "/file PATH", about: "attach a file to the next message" },
  { name: "drop", usage: "/drop", about: "take off what is attached" },
  { name: "as", usage: "/as [NAME]", about: "say who speaks from now on, where several users share the session" },
  { name: "handoff", usage: "/handoff AGENT [JSON]", about: "as an operator: give the conversation to an agent" },
  { name: "user", usage: "/user TEXT", about: "as an operator: let the user say something" },
  { name: "export", usage: "/export PATH", about: "write the journal of the session to a file, as NDJSON" },
  { name: "quit", usage: "/quit", about: "leave; so do Ctrl-D and Ctrl-C at the prompt" },
] as const;

/** What a line is: a message, a command, or something that looks like a command and is none. */
export type TypedLine =
  | { readonly kind: "message"; readonly text: string }
  | { readonly kind: "command"; readonly command: SlashCommand }
  | { readonly kind: "unknown"; readonly problem: string };

/** Reads a line. Blanks around it do not count. */
export function parseLine(line: string): TypedLine {
  const text = line.trim();
  const [, word, rest = ""] = /^\/([a-z]+)(?:\s+(.*))?$/is.exec(text) ?? [];
  if (word === undefined) return { kind: "message", text };
  const known = slashCommands.find(({ name }) => name === word);
  if (known !== undefined) return { kind: "command", command: { name: known.name, rest } };
  return { kind: "unknown", problem: `There is no command /${word}. ${hintFor(word)}` };
}

/** Decisions are answers, not commands. */
const decisions: ReadonlyMap<string, string> = new Map([
  ["approve", "Type y to allow a call that waits."],
  ["allow", "Type y to allow a call that waits."],
  ["deny", "Type n to forbid a call that waits, or n and the reason."],
  ["always", "Type a to allow a tool that waits, from now on in this session."],
  ["edit", "Type e and the arguments as JSON to change those of a call that waits."],
]);

function hintFor(word: string): string {
  const nearest = suggestName(
    word,
    slashCommands.map(({ name }) => name),
  );
  return decisions.get(word) ?? (nearest === null ? "/help lists them." : `Did you mean /${nearest}?`);
}
