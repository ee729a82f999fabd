import { UsageError } from "../errors.ts";
import type { Graph } from "../graph/graph.ts";
import { hashGraph } from "../graph/graph-hash.ts";
import type { LimitName } from "../machine/context.ts";
import { commandsByPlace } from "./abstract/commands-by-place.ts";
import type { Abstraction } from "./abstract/derive-model.ts";
import { holdsIn, type Read, termIn } from "./abstract/evaluate.ts";
import { fieldValue } from "./abstract/field-value.ts";
import { countable, placeField } from "./abstract/layout.ts";
import { stallEvent } from "./abstract/move.ts";
import type { Step, Values } from "./engine/exploration.ts";
import type { Evidence } from "./engine/result.ts";

/*
 * A conversation in a few characters: the graph's routing hash in short; for each step which of the possible moves was
 * made, counted from 0; `~` where what follows repeats for ever, `s` where nothing happens any more; behind `@` what was
 * counted. `a41c07-0.2.0~1.0@modelCalls`
 */

const hashLength = 6;

/** Writes a conversation as a replay id. */
export function replayIdOf(abstraction: Abstraction, { steps, loopStart }: Evidence): string {
  const { graph, counted } = abstraction.layout;
  const enabledIn = enabledCommands(abstraction);
  const choices = steps.map(({ command, before }, index) => {
    const choice = isStalling(abstraction, command) ? "s" : String(enabledIn(before).indexOf(command));
    return `${index === 0 ? "" : index === loopStart ? "~" : "."}${choice}`;
  });
  const loop = loopStart === 0 ? "~" : "";
  return `${shortHash(graph)}-${loop}${choices.join("")}${counted.length === 0 ? "" : `@${counted.join("+")}`}`;
}

/**
 * The budgets that a replay id says were counted.
 *
 * @throws {UsageError} `bad_option` when it is no replay id, or one of another graph.
 */
export function countedIn(graph: Graph, id: string): readonly LimitName[] {
  const [, hash, counted = ""] = form.exec(id) ?? [];
  if (hash === undefined) {
    throw new UsageError("bad_option", {
      message: `${JSON.stringify(id)} is no replay id.`,
      hint: "It stands below a counterexample, for instance a41c07-0.2.0.",
    });
  }
  if (hash !== shortHash(graph)) {
    throw new UsageError("bad_option", {
      message: `The replay id ${id} is of another routing graph than "${graph.id}" is now (${shortHash(graph)}).`,
      hint: "The graph was changed since, or another one is meant: check it again.",
    });
  }
  return countable.filter((limit) => counted.split("+").includes(limit));
}

const form = new RegExp(`^([0-9a-f]{${hashLength}})-~?(?:(?:\\d+|s)(?:[.~](?:\\d+|s))*)?(?:@([A-Za-z+]+))?$`);

/**
 * Reads a replay id back. The model must be the one that it was written on.
 *
 * @throws {UsageError} `bad_option` when a step of it is not possible.
 */
export function evidenceOfId(abstraction: Abstraction, id: string): Evidence {
  const { model } = abstraction;
  const enabledIn = enabledCommands(abstraction);
  const text = id.slice(hashLength + 1).replace(/@.*$/, "");
  const choices = text.split(/[.~]/).filter((choice) => choice !== "");
  const loopAt = text.indexOf("~");
  const loopStart =
    loopAt === -1
      ? null
      : text
          .slice(0, loopAt)
          .split(".")
          .filter((choice) => choice !== "").length;
  const initial = model.fields.map((field) => field.initial);
  let before: Values = initial;
  const steps = choices.map((choice, index): Step => {
    const enabled = enabledIn(before);
    const command = choice === "s" ? model.commands.length - 1 : enabled[Number(choice)];
    if (command === undefined) {
      throw new UsageError("bad_option", {
        message: `Step ${index + 1} of ${id} is choice ${choice} of ${enabled.length}.`,
        hint: "It was found with other options, or beside other properties: check again, and take the new id.",
      });
    }
    const step = { command, before, after: successor(abstraction, before, command) };
    before = step.after;
    return step;
  });
  return { initial, steps, loopStart, marks: [] };
}

function shortHash(graph: Graph): string {
  return hashGraph(graph).routing.slice(0, hashLength);
}

/** The stall is the model's last command. */
function isStalling({ moves }: Abstraction, command: number): boolean {
  return moves[command]?.event === stallEvent;
}

/** Gives the commands that are possible in a state, in the order of the model. */
function enabledCommands(abstraction: Abstraction): (values: Values) => readonly number[] {
  const { model } = abstraction;
  const commandsAt = commandsByPlace(abstraction);
  const read = reader(abstraction);
  return (values) =>
    commandsAt(fieldValue(abstraction, placeField, values)).filter((index) => {
      const command = model.commands[index];
      return command !== undefined && !isStalling(abstraction, index) && holdsIn(command.guard, read(values));
    });
}

function successor(abstraction: Abstraction, before: Values, command: number): Values {
  const { model, positions } = abstraction;
  const read = reader(abstraction)(before);
  const after = [...before];
  for (const { field, value } of model.commands[command]?.updates ?? []) {
    after[positions.get(field) ?? -1] = termIn(value, read);
  }
  return after;
}

function reader(abstraction: Abstraction): (values: Values) => Read {
  return (values) => (field) => fieldValue(abstraction, field, values);
}
