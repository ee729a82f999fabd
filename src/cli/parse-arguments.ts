import { parseArgs } from "node:util";
import { UsageError } from "../errors.ts";
import { didYouMean, suggestName } from "../suggest-name.ts";
import type { Command, CommandArguments } from "./command.ts";

/**
 * Reads what stands behind a command's name.
 *
 * @throws {UsageError} `bad_option` for an option that the command does not have, a value that is missing or too
 *   much, or a wrong number of operands.
 */
export function parseArguments(command: Command, words: readonly string[]): CommandArguments {
  const { values, positionals } = parse(command, words);
  const wanted = command.operands.split(" ").filter((word) => word !== "").length;
  if (positionals.length !== wanted) throw wrongOperands(command, positionals);
  const textsOf = (option: string): readonly string[] => {
    const value = values[option];
    return (Array.isArray(value) ? value : [value]).filter((text) => typeof text === "string");
  };
  return {
    operands: positionals,
    isSet: (option) => values[option] === true,
    textOf: (option) => textsOf(option).at(-1),
    textsOf,
  };
}

function parse(command: Command, words: readonly string[]): ReturnType<typeof parseArgs> {
  const options = Object.fromEntries(
    Object.entries(command.options).map(([name, { value, multiple }]) => [
      name,
      { type: value === undefined ? "boolean" : "string", multiple: multiple ?? false } as const,
    ]),
  );
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw unreadable(command, words, error);
  }
}

function unreadable(command: Command, words: readonly string[], error: unknown): UsageError {
  const names = Object.keys(command.options);
  const stranger = words.find((word) => word.startsWith("-") && !names.includes(optionName(word)));
  const see = `See \`handoff ${command.name} --help\`.`;
  if (stranger === undefined) {
    const [sentence = "An option cannot be read."] = error instanceof Error ? error.message.split("\n") : [];
    return new UsageError("bad_option", { message: sentence.replace(/\.?$/, "."), hint: see });
  }
  const nearest = suggestName(optionName(stranger), names);
  return new UsageError("bad_option", {
    message: `\`handoff ${command.name}\` has no option \`${stranger}\`.`,
    hint: didYouMean(nearest === null ? null : `--${nearest}`, see),
  });
}

function optionName(word: string): string {
  return word.replace(/^-+/, "").replace(/=.*$/, "");
}

function wrongOperands({ name, operands }: Command, found: readonly string[]): UsageError {
  const expected = operands === "" ? "nothing but options" : operands.includes(" ") ? operands : `one ${operands}`;
  return new UsageError("bad_option", {
    message: `\`handoff ${name}\` takes ${expected}, and got ${found.length === 0 ? "none" : found.map((word) => JSON.stringify(word)).join(", ")}.`,
    hint: `See \`handoff ${name} --help\`.`,
  });
}
