import type { Abstraction } from "./abstract/derive-model.ts";
import { type Move, stallEvent } from "./abstract/move.ts";

/*
 * What can be seen of a conversation from outside: who says something, who has it, which tools run and what they write,
 * what people decide, and how it ends. What a model wishes for and does not get, and what the machine does in between,
 * is seen by what follows.
 */

/** What is seen of each command of a model; `null`: nothing. */
export function observables({ moves }: Pick<Abstraction, "moves">): readonly (string | null)[] {
  return moves.map(observable);
}

function observable(move: Move): string | null {
  const { event, agent, to, change, call, reply, outcome, set = {} } = move;
  if (to === null && event !== stallEvent) return `the session ends as "${outcome}"`;
  switch (event) {
    case "user.message":
      return "the user says something";
    case "operator.message":
      return `${agent} says something`;
    case "approval.granted":
      return `a person allows ${callText(call)} at ${agent}`;
    case "approval.denied":
      return `a person denies ${callText(call)} at ${agent}`;
    case "deadline.passed":
      return `nobody decides in time about ${callText(call)} at ${agent}`;
    case "tool.returned":
      return call?.kind === "tool" ? `${call.name} runs at ${agent}${written(set)}` : null;
    case "tool.failed":
      return call?.kind === "tool" ? `${call.name} fails at ${agent}` : null;
    case "question.due":
      return `${agent} asks the user`;
    case "model.replied":
      return reply?.calls.length === 0 && reply.refused === 0 && reply.stoppedBy === null ? `${agent} answers` : null;
    default:
      return agent === to ? null : passage(move, change);
  }
}

function passage({ agent, to }: Move, change: Move["change"]): string {
  switch (change) {
    case "handOff":
      return `${agent} hands off to ${to}`;
    case "giveBack":
    case "takeBack":
      return `${agent} returns to ${to}`;
    case "escalate":
      return `a limit leads from ${agent} to ${to}`;
    case "followTrip":
      return `a guardrail leads from ${agent} to ${to}`;
    case "hearStaged":
      return `what the user said leads from ${agent} to ${to}`;
    default:
      return `a route leads from ${agent} to ${to}`;
  }
}

function callText(call: Move["call"]): string {
  return call?.kind === "handoff" ? `the handoff to ${call.name}` : (call?.name ?? "");
}

function written(set: NonNullable<Move["set"]>): string {
  const values = Object.entries(set).sort(([one], [other]) => (one < other ? -1 : 1));
  return values.map(([name, value]) => `, ${name} := ${JSON.stringify(value)}`).join("");
}
