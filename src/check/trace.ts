import { agentsOf } from "../graph/graph.ts";
import type { Abstraction } from "./abstract/derive-model.ts";
import { pendingIn, placeIn } from "./abstract/field-value.ts";
import { type Move, stallEvent } from "./abstract/move.ts";
import type { Pending, PendingCall } from "./abstract/pending.ts";
import type { Step } from "./engine/exploration.ts";
import type { Owner } from "./engine/model.ts";
import type { Evidence } from "./engine/result.ts";
import { stepNotes } from "./step-notes.ts";

/** A conversation that shows something, step by step. */
export interface Trace {
  readonly steps: readonly TraceStep[];
  /** The steps from this one on (from 0) repeat for ever; `null`: it ends, or goes on in any way. */
  readonly loopStart: number | null;
  /** The agents of the graph that are people. */
  readonly people: readonly string[];
}

/** One step of a conversation. */
export interface TraceStep {
  readonly owner: Owner;
  /** Who does it: an agent, a tool, or who stands outside. */
  readonly actor: string;
  /** What happens. */
  readonly what: string;
  /** The type of the machine's event; `nothing` where nothing happens any more. */
  readonly event: string;
  /** Whether what was asked for does not come about: a handoff is refused, a call denied, a tool or a model fails. */
  readonly isRefused: boolean;
  /** What a model asks for, or the one call that the step is about. */
  readonly calls: readonly TraceCall[];
  /** The calls that a person has to decide about from now on. */
  readonly asked: readonly TraceCall[];
  /** The tools that run from now on; one that is called twice is there twice. */
  readonly started: readonly string[];
  /** The agent that had the conversation before; `null` beside the agents. */
  readonly from: string | null;
  /** The agent that has the conversation afterwards; `null` beside the agents. */
  readonly agent: string | null;
  /** Where it stands then. */
  readonly place: string;
  /** Why it could happen, or did not, and what has changed, each a few words: `verified := true`. */
  readonly notes: readonly string[];
  /** Whether the property speaks of this step. */
  readonly isMarked: boolean;
}

/** A call: of a tool, or a wish about who speaks next. */
export interface TraceCall {
  readonly kind: "tool" | "handoff" | "return" | "end" | "question";
  /** The tool, or the agent it would go to; empty where there is none. */
  readonly name: string;
}

/** Writes a piece of evidence as a conversation. */
export function traceOf(abstraction: Abstraction, { steps, loopStart, marks }: Evidence): Trace {
  const { graph } = abstraction.layout;
  const people = agentsOf(graph).flatMap(({ kind, name }) => (kind === "human" ? [name] : []));
  return { steps: steps.map((step, index) => stepOf(abstraction, step, marks.includes(index))), loopStart, people };
}

function stepOf(abstraction: Abstraction, step: Step, isMarked: boolean): TraceStep {
  const { model, moves } = abstraction;
  const { command, before, after } = step;
  const move = moves[command];
  const owner = model.commands[command]?.owner ?? "machine";
  const [from, left] = placeIn(abstraction, before);
  const [agent, place] = placeIn(abstraction, after);
  const open = pendingIn(abstraction, after);
  const isStarting = place === "awaitingTools" && (left !== place || from !== agent);
  return {
    owner,
    actor: move?.event === stallEvent ? "" : actorOf(owner, move?.agent ?? null),
    what: model.commands[command]?.name ?? "",
    event: move?.event ?? stallEvent,
    isRefused: move !== undefined && isRefusal(move),
    calls: (move?.reply?.calls ?? (move?.call === undefined ? [] : [move.call])).map(callOf),
    asked: newlyAsked(pendingIn(abstraction, before), open).map(callOf),
    started: isStarting ? open.flatMap(({ kind, name }) => (kind === "tool" ? [name] : [])) : [],
    from,
    agent,
    place,
    notes: stepNotes(abstraction, step),
    isMarked,
  };
}

/** Agents speak under their own names; so do the people who are agents. */
function actorOf(owner: Owner, agent: string | null): string {
  return owner === "model" || owner === "operator" ? (agent ?? owner) : owner;
}

const refusals: readonly string[] = [
  "model.failed",
  "guardrail.tripped",
  "approval.denied",
  "deadline.passed",
  "tool.failed",
  "refuseHandoff",
  "refuseReturn",
  "refuseEnd",
];

function isRefusal({ event, change, reply }: Move): boolean {
  const isVain = reply !== undefined && (reply.stoppedBy !== null || (reply.refused > 0 && reply.calls.length === 0));
  return isVain || refusals.includes(event) || refusals.includes(change);
}

function callOf({ kind, name }: PendingCall): TraceCall {
  return { kind, name };
}

/** What waits for a person and did not before. */
function newlyAsked(before: Pending, after: Pending): Pending {
  const known = before.filter(isAsked).map(textOf);
  return after.filter(isAsked).filter((call) => {
    const at = known.indexOf(textOf(call));
    if (at !== -1) known.splice(at, 1);
    return at === -1;
  });
}

function isAsked({ status }: PendingCall): boolean {
  return status === "asked";
}

function textOf({ kind, name }: PendingCall): string {
  return `${kind} ${name}`;
}
