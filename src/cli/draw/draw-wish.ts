import { UsageError } from "../../errors.ts";
import type { CommandArguments } from "../command.ts";
import { oneOf } from "../one-of.ts";

/** The formats of `handoff draw`. */
export const drawFormats = ["text", "mermaid", "svg", "dot", "studio", "json"] as const;

/** A format of `handoff draw`. */
export type DrawFormat = (typeof drawFormats)[number];

/** What is to be drawn, as the options say it. */
export interface DrawWish {
  readonly format: DrawFormat;
  readonly level: "agents" | "states";
  readonly theme: "light" | "dark" | "auto";
  readonly fold: readonly string[];
  readonly unfold: readonly string[];
  /** Paths. */
  readonly journals: readonly string[];
  readonly session: string | undefined;
  /** The operand of the older graph. */
  readonly against: string | undefined;
  /** A replay id. */
  readonly trace: string | undefined;
  readonly calls: string | undefined;
}

/**
 * Reads the options of `handoff draw`.
 *
 * @throws {UsageError} `bad_option` when one of them says nothing beside the others, or has a value that it cannot have.
 */
export function drawWish({ textOf, textsOf }: Pick<CommandArguments, "textOf" | "textsOf">): DrawWish {
  const format = oneOf("--format", textOf("format") ?? "text", drawFormats);
  const level = oneOf("--level", textOf("level") ?? "agents", ["agents", "states"]);
  const wish: DrawWish = {
    format,
    level,
    theme: oneOf("--theme", textOf("theme") ?? "auto", ["auto", "light", "dark"]),
    fold: textsOf("fold"),
    unfold: textsOf("unfold"),
    journals: textsOf("journal"),
    session: textOf("session"),
    against: textOf("against"),
    trace: textOf("trace"),
    calls: textOf("calls"),
  };
  const isGiven = (option: string): boolean => textsOf(option).length > 0 || textOf(option) !== undefined;
  if (level === "states") refuseElsewhere("level states", format);
  for (const option of Object.keys(drawnIn))
    if (option !== "level states" && isGiven(option)) refuseElsewhere(option, format);
  for (const [option, other] of exclusive) if (isGiven(option) && isGiven(other)) refuseBoth(option, other);
  for (const [option, needed] of dependent) if (isGiven(option) && !isGiven(needed)) refuseAlone(option, needed);
  if (level === "states" && wish.against !== undefined) refuseBoth("level states", "against");
  return wish;
}

/** The formats that an option says something in. */
const drawnIn: Readonly<Record<string, readonly DrawFormat[]>> = {
  "level states": ["mermaid", "svg", "dot"],
  theme: ["svg"],
  fold: ["svg", "dot"],
  unfold: ["svg", "dot"],
  journal: ["svg", "dot", "mermaid"],
  trace: ["svg", "dot", "mermaid"],
  against: ["svg", "dot"],
};

const exclusive = [
  ["journal", "against"],
  ["journal", "trace"],
  ["trace", "against"],
  ["fold", "unfold"],
  ["fold", "against"],
  ["unfold", "against"],
] as const;

const dependent = [
  ["session", "journal"],
  ["calls", "trace"],
] as const;

function refuseElsewhere(option: string, format: DrawFormat): void {
  const formats = drawnIn[option] ?? [];
  if (formats.includes(format)) return;
  throw new UsageError("bad_option", {
    message: `--${option} cannot be drawn as ${format}.`,
    hint: `Add --format ${formats.join(", or ")}.`,
  });
}

function refuseBoth(option: string, other: string): never {
  throw new UsageError("bad_option", {
    message: `--${option} and --${other} cannot be drawn together.`,
    hint: "Leave one of them out.",
  });
}

function refuseAlone(option: string, needed: string): never {
  throw new UsageError("bad_option", {
    message: `--${option} says nothing without --${needed}.`,
    hint: `Add --${needed}, or leave --${option} out.`,
  });
}
