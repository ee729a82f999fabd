import type { Graph } from "handoff-machine";
import { imbalance } from "../balance.ts";
import { textsKnown, textsOf } from "../hostile/people.ts";
import { must, type Watch } from "../walk.ts";

/** Watches S1: the conversation is balanced whenever no reply is open, and whenever a model is asked. */
export const watchBalance: Watch = ({ after, before, effects }) => {
  if (after === before) return;
  const { reply, conversation } = after.context;
  const isAsked = effects.some(({ type }) => type === "callModel");
  must(!isAsked || reply === null, "no model is asked while a reply is open");
  const found = reply === null ? imbalance(conversation) : null;
  must(found === null, `S1: ${found}`);
};

/** Watches that no user message is lost or changes its place: all are in the conversation in order, or staged. */
export function watchUsers(): Watch {
  const said: string[] = [];
  return ({ event, before, after }) => {
    if (before.status === "done") return;
    if (event.type === "user.message") said.push(...textsOf(event));
    const known = textsKnown(after);
    const isKept = known.length === said.length && known.every((text, index) => text === null || text === said[index]);
    must(isKept, `all that users said is known: ${said.join()}, not ${known.join()}`);
  };
}

/** Watches that nothing changes any more when the session is over, whatever comes. */
export const watchEnd: Watch = ({ before, after, effects }) => {
  if (before.status !== "done") return;
  must(after === before && effects.length === 0, "after the end nothing changes");
};

/** Watches that a session ends only as its graph says. */
export function watchOutcomes(graph: Graph): Watch {
  const agents = Object.values(graph.agents);
  const ways = agents.flatMap(({ routes, afterReply }) => [...routes, ...afterReply]);
  const outcomes = new Set([
    ...graph.ends.map(({ outcome }) => outcome),
    ...ways.flatMap(({ destination }) => (destination.kind === "end" ? [destination.outcome] : [])),
    ...graph.guardrails.flatMap(({ onTrip }) => (onTrip.kind === "end" ? [onTrip.outcome] : [])),
  ]);
  return ({ event, before, after }) => {
    if (after.status !== "done" || before.status === "done") return;
    const { outcome } = after.context;
    must(outcome !== null, "the end has a name");
    if (event.type === "session.cancelled") return must(outcome === "cancelled", "a cancelled session says so");
    if (event.type === "end.due") {
      must(
        agents.some(({ canEnd }) => canEnd?.outcome === outcome),
        "some agent may end the session so",
      );
      return;
    }
    must(event.type === "turn.due" && outcomes.has(outcome), `the graph can end with ${outcome}`);
  };
}
