import type { Command, CommandOption } from "./command.ts";
import { commands } from "./commands.ts";
import { flowText } from "./run/word-flow.ts";
import type { Screen } from "./screen.ts";
import { machineFile } from "./shell-command.ts";

/** The help of the whole program. */
export function programHelp(screen: Screen): string {
  const title = (text: string): string => screen.paint("bold", text);
  return [
    flowText("handoff: graphs of handoffs between agents, validated, checked, drawn and run.", {
      width: widthOf(screen),
      indent: "",
    }),
    "",
    `${title("usage")}  handoff COMMAND [options]`,
    "",
    title("commands"),
    ...columns(
      commands.map(({ name, summary }) => [name, summary]),
      screen,
    ),
    "",
    title("options"),
    ...columns(
      [
        ["--help", "show this, or the help of a command: handoff run --help"],
        ["--version", "show the version"],
      ],
      screen,
    ),
    "",
    title("exit codes"),
    ...columns(
      [
        ["0", "fine"],
        ["1", "the run failed, a property does not hold, or something unexpected happened"],
        ["2", "the graph has errors, or an argument or a file cannot be used"],
        ["3", "a run without a terminal rests where a person has to decide or to answer"],
        ["130", "a run that nobody could go on with was interrupted by Ctrl-C"],
      ],
      screen,
    ),
    "",
    title("environment"),
    ...columns(
      [
        ["OPENAI_API_KEY, OPENAI_BASE_URL, OPENAI_MODEL", "the model to talk to"],
        ["NO_COLOR", "no colours"],
        ["HANDOFF_DEBUG=1", "show the stacks of errors"],
      ],
      screen,
    ),
  ].join("\n");
}

/** The help of one command. */
export function commandHelp({ name, operands, about, options, examples }: Command, screen: Screen): string {
  const title = (text: string): string => screen.paint("bold", text);
  const usage = ["handoff", name, operands, "[options]"].filter((part) => part !== "").join(" ");
  return [
    `${title("usage")}  ${usage}`,
    "",
    ...about.flatMap((paragraph) => [flowText(paragraph, { width: widthOf(screen), indent: "" }), ""]),
    title("options"),
    ...columns([...Object.entries(options).map(optionRow), ["--help", "show this"]], screen),
    "",
    title("examples"),
    ...examples.map((example) => `  handoff ${withMachines(example)}`),
  ].join("\n");
}

/** The reference graphs have another place in an installed package than in this repository. */
function withMachines(example: string): string {
  return example.replace(/\bmachines\/([\w-]+)\.ts/g, (_, name: string) => machineFile(name));
}

function optionRow([name, { value, about, multiple }]: [string, CommandOption]): readonly [string, string] {
  return [
    `--${name}${value === undefined ? "" : ` ${value}`}`,
    multiple === true ? `${about}; can be repeated` : about,
  ];
}

function columns(rows: readonly (readonly [string, string])[], screen: Screen): readonly string[] {
  const longest = Math.max(...rows.map(([name]) => name.length));
  const indent = " ".repeat(longest + 4);
  return rows.map(
    ([name, about]) => `  ${name.padEnd(longest)}  ${flowText(about, { width: widthOf(screen), indent })}`,
  );
}

/** Lines of more columns are hard to read. */
function widthOf({ width }: Screen): number {
  return Math.min(width, 80);
}
