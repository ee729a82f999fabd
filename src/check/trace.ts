import { lookup } from "../json.ts";
import type { Abstraction } from "./abstract/derive-model.ts";
import { pendingField, placeField, splitPlace } from "./abstract/layout.ts";
import { stallEvent } from "./abstract/move.ts";
import type { Owner } from "./engine/model.ts";
import type { Evidence, Strategy } from "./engine/result.ts";

/** A conversation that shows something, step by step. */
export interface Trace {
  readonly steps: readonly TraceStep[];
  /** The steps from this one on (from 0) repeat for ever; `null`: it ends, or goes on in any way. */
  readonly loopStart: number | null;
}

/** One step of a conversation. */
export interface TraceStep {
  readonly owner: Owner;
  /** Who does it: an agent, a tool, or who stands outside. */
  readonly actor: string;
  /** What happens. */
  readonly what: string;
  /** The agent that has the conversation afterwards; `null` beside the agents. */
  readonly agent: string | null;
  /** Where it stands then. */
  readonly place: string;
  /** What has changed, each a few words: `verified := true`, `issueRefund waits for a person`. */
  readonly notes: readonly string[];
  /** Whether the property speaks of this step. */
  readonly isMarked: boolean;
}

/** Writes a piece of evidence as a conversation. */
export function traceOf({ layout, model, moves }: Abstraction, { steps, loopStart, marks }: Evidence): Trace {
  const fieldIndex = (name: string): number => model.fields.findIndex((field) => field.name === name);
  const [place, pending] = [fieldIndex(placeField), fieldIndex(pendingField)];
  const told = steps.map(({ command, before, after }, index): TraceStep => {
    const move = moves[command];
    const owner = model.commands[command]?.owner ?? "machine";
    const [agent, inner] = splitPlace(layout.places[after[place] ?? 0] ?? "");
    const changed = model.fields.flatMap(({ name, values }, at) => {
      if (!name.startsWith("variable ") || before[at] === after[at]) return [];
      return [`${name.slice("variable ".length)} := ${values?.[after[at] ?? 0] ?? after[at]}`];
    });
    const waits =
      before[pending] === after[pending] ? [] : waiting(model.fields[pending]?.values?.[after[pending] ?? 0] ?? "");
    return {
      owner,
      actor: move?.event === stallEvent ? "" : actorOf(owner, move?.agent ?? null),
      what: model.commands[command]?.name ?? "",
      agent,
      place: inner,
      notes: [
        ...(agent !== null && move?.event !== stallEvent && agent !== move?.agent ? [`turn: ${agent}`] : []),
        ...guardNote(layout.graph, move),
        ...changed,
        ...waits,
        ...(move?.assumes === undefined || owner === "model" ? [] : [`assuming that ${move.assumes}`]),
        ...(agent === null && inner !== "opened"
          ? [`the session is ${inner}${move?.outcome === undefined ? "" : ` as "${move.outcome}"`}`]
          : []),
      ],
      isMarked: marks.includes(index),
    };
  });
  return { steps: told, loopStart };
}

/** Writes down how the others keep a goal away, state by state. */
export function strategyOf(
  { layout, model }: Abstraction,
  { moves }: Strategy,
): readonly { readonly place: string; readonly what: string | null }[] {
  const place = model.fields.findIndex(({ name }) => name === placeField);
  return moves.map(({ state, command }) => ({
    place: layout.places[state[place] ?? 0] ?? "",
    what:
      command === null
        ? null
        : `${actorOf(model.commands[command]?.owner ?? "machine", null)} ${model.commands[command]?.name ?? ""}`,
  }));
}

function actorOf(owner: Owner, agent: string | null): string {
  return owner === "model" || owner === "operator" ? (agent ?? owner) : owner;
}

/** A handoff without a guard is worth a word: nothing stood in its way. */
function guardNote(
  graph: Abstraction["layout"]["graph"],
  move: Abstraction["moves"][number] | undefined,
): readonly string[] {
  if (move?.change !== "handOff" || move.agent === null || move.to === null) return [];
  const handoff = lookup(lookup(graph.agents, move.agent)?.handoffs ?? {}, move.to);
  return handoff?.guard === null ? ["no guard on this edge"] : [];
}

function waiting(pending: string): readonly string[] {
  return pending
    .split(", ")
    .filter((call) => call.endsWith(" (asked)"))
    .map((call) => `${call.replace(/^\w+ /, "").replace(" (asked)", "")} waits for a person`);
}
