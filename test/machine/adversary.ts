import type { SessionSnapshot } from "handoff-machine";
import { agentsOf, type Graph } from "../../src/graph/graph.ts";
import type { Effect } from "../../src/machine/effect.ts";
import type { MachineEvent } from "../../src/machine/event.ts";
import { pendingApprovals, pendingTools } from "../../src/machine/reply.ts";
import { stateName } from "../../src/machine/state.ts";
import { type Draw, type Moment, oneOf } from "./hostile/draw.ts";
import { modelAnswers } from "./hostile/model.ts";
import { decides, operatorSays, userSays } from "./hostile/people.ts";
import { toolAnswers } from "./hostile/tools.ts";

/**
 * The next event of a hostile world: mostly what the machine waits for, with any content; sometimes anything else:
 * answers to old turns, unknown calls, handoffs that nobody proposed, users who talk at any time.
 */
export function nextEvent(
  graph: Graph,
  { snapshot, effects, draw, at }: { snapshot: SessionSnapshot; effects: readonly Effect[]; draw: Draw; at: number },
): MachineEvent {
  const due = effects.find((effect) => effect.type === "proceed");
  if (due !== undefined && draw(12) > 0) return { ...due.params.event, at } as MachineEvent; // a proposal is an event without its time
  return draw(7) === 0 ? anything(graph, snapshot, { draw, at }) : expected(graph, snapshot, { draw, at });
}

function expected(graph: Graph, snapshot: SessionSnapshot, moment: Moment): MachineEvent {
  const { context } = snapshot;
  const { draw, at } = moment;
  const approvals = pendingApprovals(context);
  const approval = approvals[draw(Math.max(1, approvals.length))];
  if (approval !== undefined) return decides(approval, moment);
  const tools = pendingTools(context);
  const running = tools[draw(Math.max(1, tools.length))];
  if (running !== undefined) return toolAnswers(running.key, { graph, snapshot }, moment);
  const state = stateName(snapshot.value);
  if (typeof state === "string") return userSays(moment);
  switch (state.inner) {
    case "awaitingModel":
      return draw(8) === 0 ? userSays(moment) : modelAnswers(graph, snapshot, moment);
    case "awaitingUser":
      return graph.agents[state.agent]?.kind === "human" && draw(3) > 0
        ? operatorSays(graph, moment)
        : userSays(moment);
    default:
      return draw(2) === 0 ? { type: "run.resumed", at } : userSays(moment);
  }
}

function anything(graph: Graph, snapshot: SessionSnapshot, moment: Moment): MachineEvent {
  const { draw, at } = moment;
  const agents = agentsOf(graph).map(({ name }) => name);
  const agent = agents[draw(agents.length)] ?? "ann";
  const { turn, reply } = snapshot.context;
  const known = reply?.calls[draw(reply.calls.length)]?.key;
  const call = draw(2) === 0 && known !== undefined ? known : `${draw(4)}.${draw(3)}`;
  const guard = { holds: true, reads: {} };
  const choices: readonly [() => MachineEvent, ...(() => MachineEvent)[]] = [
    () => ({ type: "run.stopped", partial: draw(2) === 0 ? "half a" : "", at }),
    () => ({ type: "run.resumed", at }),
    () => ({ type: "run.resumed", at }),
    () => toolAnswers(call, { graph, snapshot }, moment),
    () => ({ type: "approval.granted", call, at }),
    () => ({ type: "approval.denied", call, remember: "tool", at }),
    () => ({ type: "deadline.passed", call, at }),
    () => ({ type: `handoff.${agent}`, call, input: {}, guard, at }),
    () => ({ type: `return.${agent}`, call, input: {}, at }),
    () => ({ type: "end.due", call, input: {}, guard, at }),
    () => ({ type: "question.due", call, question: "Which?", at }),
    () => ({ type: "turn.due", turn: turn - draw(2), at }),
    () => operatorSays(graph, moment),
    () => (draw(8) === 0 ? { type: "session.cancelled", at } : userSays(moment)),
    () => ({ ...modelAnswers(graph, snapshot, moment), turn: turn - 1 }) as MachineEvent, // of the turn before
    () => modelAnswers(graph, snapshot, moment),
    () => userSays(moment),
  ];
  return oneOf(draw, choices)();
}
