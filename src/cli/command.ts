import type { ExitCode } from "./exit-code.ts";
import type { Screen } from "./screen.ts";

/** One word behind `handoff`, and what it does. */
export interface Command {
  readonly name: string;
  /** How its operands are written in help: `FILE`, or nothing. */
  readonly operands: string;
  /** What it does, for its own help: paragraphs. */
  readonly about: readonly string[];
  /** By name, without the dashes. */
  readonly options: Readonly<Record<string, CommandOption>>;
  /** Lines to copy, without the `handoff` they begin with; `machines/NAME.ts` is shown as the place that it has here. */
  readonly examples: readonly string[];
  run(arguments_: CommandArguments, screen: Screen): Promise<ExitCode>;
}

/** An option of a command. */
export interface CommandOption {
  /** What stands for its value in help: `PATH`. Without it, the option is a switch. */
  readonly value?: string;
  readonly multiple?: true;
  readonly about: string;
}

/** What stood behind the command's name. */
export interface CommandArguments {
  readonly operands: readonly string[];
  isSet(option: string): boolean;
  /** The value of an option, or `undefined` where it was not given. */
  textOf(option: string): string | undefined;
  /** Every value of an option that can be repeated. */
  textsOf(option: string): readonly string[];
}
