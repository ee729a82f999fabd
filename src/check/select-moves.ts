import { UsageError } from "../errors.ts";
import { type Move, stallEvent } from "./abstract/move.ts";
import type { EventPattern, StatePattern } from "./pattern.ts";

/** Tells of a move whether it is an event like this, whatever the state before it was like. */
export type MoveTest = (move: Move) => boolean;

/**
 * Makes the test of an event pattern, its `when` left aside.
 *
 * @throws {UsageError} `bad_option` when the pattern is no event.
 */
export function selector(pattern: EventPattern, property: string): MoveTest {
  if ("handoff" in pattern) {
    const { from, to } = pattern.handoff;
    return (move) => move.change === "handOff" && fits(from, move.agent) && fits(to, move.to);
  }
  if ("refused" in pattern) {
    const { from, to } = pattern.refused;
    return (move) => move.change === "refuseHandoff" && fits(from, move.agent) && fits(to, move.call?.name ?? null);
  }
  if ("enters" in pattern) return ({ agent, to }) => to === pattern.enters && agent !== to;
  if ("calls" in pattern) {
    return ({ reply }) => reply?.calls.some(({ kind, name }) => kind === "tool" && name === pattern.calls) === true;
  }
  if ("runs" in pattern) return (move) => isAbout(move, pattern.runs) && move.event.startsWith("tool.");
  if ("returns" in pattern) return (move) => isAbout(move, pattern.returns) && move.event === "tool.returned";
  if ("approves" in pattern) return decision("approval.granted", pattern.approves);
  if ("denies" in pattern) return decision("approval.denied", pattern.denies);
  if ("answers" in pattern) {
    return ({ agent, reply }) =>
      reply?.calls.length === 0 &&
      reply.refused === 0 &&
      reply.stoppedBy === null &&
      (pattern.answers === true || agent === pattern.answers);
  }
  if ("asksModel" in pattern) {
    return ({ enters, change, to }) =>
      enters === "awaitingModel" && !again.includes(change) && (pattern.asksModel === true || to === pattern.asksModel);
  }
  if ("says" in pattern) return ({ event }) => event === "user.message";
  if ("limit" in pattern) return ({ change }) => change === "halt" || change === "escalate";
  if ("follows" in pattern) return follows(pattern.follows);
  if ("ends" in pattern) {
    return ({ event, to, outcome }) =>
      to === null && event !== stallEvent && (pattern.ends === true || outcome === pattern.ends);
  }
  if ("either" in pattern) {
    const parts = pattern.either.map((part) => selector(part, property));
    return (move) => parts.some((part) => part(move));
  }
  throw new UsageError("bad_option", {
    message: `The property "${property}" speaks of an event that is none: ${JSON.stringify(pattern)}.`,
    hint: "An event is one of handoff, refused, enters, calls, runs, returns, approves, denies, answers, asksModel, says, limit, follows, ends, either.",
  });
}

/** Whether a move gives an agent the conversation on another way than by a handoff from one of these. */
export function isBypass(
  { agent, to, change }: Move,
  way: { readonly agent: string; readonly from: readonly string[] },
): boolean {
  if (to !== way.agent || agent === to) return false;
  return change !== "handOff" || agent === null || !way.from.includes(agent);
}

/** Whether a pattern speaks of questions to models. */
export function asksModel(pattern: EventPattern): boolean {
  return "asksModel" in pattern || ("either" in pattern && pattern.either.some(asksModel));
}

/** Whether somebody is heard, and budgets are renewed with that. What had to wait is heard by other moves. */
export function hearsSomebody({ change }: Move): boolean {
  return change === "hear" || change === "withdraw" || change === "hearOperator" || change === "renew";
}

function follows({
  agent,
  route,
  afterReply,
}: Extract<EventPattern, { readonly follows: unknown }>["follows"]): MoveTest {
  const isMeant = (wanted: number | undefined, index: number, other: number | undefined): boolean =>
    wanted === undefined ? other === undefined : wanted === index;
  return ({ when, index, agent: from }) => {
    if (from !== agent) return false;
    if (when === "routeOpen") return isMeant(route, index, afterReply);
    return when === "followOpen" && isMeant(afterReply, index, route);
  };
}

/** The same question is put again: no new one. */
const again: readonly string[] = ["retry", "reask", "revive"];
function decision(event: string, about: string | { readonly handoffTo: string }): MoveTest {
  if (typeof about === "string") return (move) => move.event === event && isAbout(move, about);
  return (move) => move.event === event && move.call?.kind === "handoff" && move.call.name === about.handoffTo;
}

function isAbout({ call }: Move, tool: string): boolean {
  return call?.kind === "tool" && call.name === tool;
}

function fits(wanted: string | undefined, found: string | null): boolean {
  return wanted === undefined || wanted === found;
}

/** Whether a pattern is one of an event; otherwise it is one of a state. */
export function isEvent(pattern: EventPattern | StatePattern): pattern is EventPattern {
  return eventKeys.some((key) => key in pattern);
}

const eventKeys = [
  "handoff",
  "refused",
  "enters",
  "calls",
  "runs",
  "returns",
  "approves",
  "denies",
  "answers",
  "asksModel",
  "says",
  "limit",
  "follows",
  "ends",
  "either",
] as const;
