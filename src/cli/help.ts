import type { Command, CommandOption } from "./command.ts";
import { commands } from "./commands.ts";
import type { Screen } from "./screen.ts";

/** The help of the whole program. */
export function programHelp(screen: Screen): string {
  const title = (text: string): string => screen.paint("bold", text);
  return [
    "handoff: graphs of handoffs between agents, validated, drawn and run.",
    "",
    `${title("usage")}  handoff COMMAND [options]`,
    "",
    title("commands"),
    ...columns(commands.map(({ name, summary }) => [name, summary])),
    "",
    title("options"),
    ...columns([
      ["--help", "show this, or the help of a command: handoff run --help"],
      ["--version", "show the version"],
    ]),
    "",
    title("exit codes"),
    ...columns([
      ["0", "fine"],
      ["1", "the run failed, or something unexpected happened"],
      ["2", "the graph has errors, or an argument or a file cannot be used"],
      ["130", "a run that nobody could go on with was interrupted by Ctrl-C"],
    ]),
    "",
    `${title("environment")}  OPENAI_API_KEY, OPENAI_BASE_URL, OPENAI_MODEL; NO_COLOR; HANDOFF_DEBUG=1 shows stacks of errors.`,
  ].join("\n");
}

/** The help of one command. */
export function commandHelp({ name, operands, about, options, examples }: Command, screen: Screen): string {
  const title = (text: string): string => screen.paint("bold", text);
  const usage = ["handoff", name, operands, "[options]"].filter((part) => part !== "").join(" ");
  return [
    `${title("usage")}  ${usage}`,
    "",
    ...about.flatMap((paragraph) => [...wrapped(paragraph, screen.width), ""]),
    title("options"),
    ...columns([...Object.entries(options).map(optionRow), ["--help", "show this"]]),
    "",
    title("examples"),
    ...examples.map((example) => `  handoff ${example}`),
  ].join("\n");
}

function optionRow([name, { value, about, multiple }]: [string, CommandOption]): readonly [string, string] {
  return [
    `--${name}${value === undefined ? "" : ` ${value}`}`,
    multiple === true ? `${about}; can be repeated` : about,
  ];
}

function columns(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, about]) => `  ${name.padEnd(width)}  ${about}`);
}

function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const line = lines.at(-1);
    if (line === undefined || line.length + word.length >= width) lines.push(word);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines;
}
