import { edgeOfStep } from "../draw/edge-of-step.ts";
import type { Graph } from "../graph/graph.ts";
import type { ReplayedStep } from "../journal/replay.ts";
import { type JsonValue, toJson } from "../json.ts";
import type { SessionContext } from "../machine/context.ts";
import { pendingApprovals } from "../machine/reply.ts";
import { stateName } from "../machine/state.ts";
import { activeAgent, approvalUpdate, describeStep, statusOf } from "../runtime/describe-step.ts";
import type { ApprovalRequested } from "../runtime/update.ts";
import type { Frame, TakenWay } from "./frame.ts";

/**
 * Makes the frame of one step of a session. Its cost does not depend on how long the conversation is.
 *
 * @example
 * ```ts
 * import { createRuntime, defineGraph, replaySteps } from "handoff-machine";
 * import { frameOf } from "handoff-machine/inspector";
 * import { scriptedModel } from "handoff-machine/testing";
 *
 * const graph = defineGraph({ id: "one", start: "clerk", agents: { clerk: { instructions: "Answer." } } });
 * const runtime = createRuntime(graph, { model: scriptedModel(["Hello!"]) });
 * const session = await runtime.open();
 * await session.send("Hi").ended;
 * for await (const step of replaySteps(graph, runtime.journal.read(session.id))) {
 *   const { event, state } = frameOf(graph, step);
 *   console.log(event, state);
 * }
 * ```
 */
export function frameOf(graph: Graph, step: ReplayedStep): Frame {
  const { position, event, before, after } = step;
  const isDropped = position > 0 && before === after;
  return {
    position,
    at: event.at,
    event: event.type,
    state: stateName(after.value),
    status: statusOf(graph, after),
    isDropped,
    taken: isDropped ? null : takenWay(graph, step),
    updates: event.type === "session.opened" ? [] : describeStep({ before, event, after }),
    messages: [...after.context.conversation.changesSince(before.context.conversation)],
    variables: position === 0 ? changedVariables({}, after.context.variables) : variablesSince(step),
    ...(position === 0 ? {} : factsSince(step)),
  };
}

function takenWay(graph: Graph, { event, before, after }: ReplayedStep): TakenWay | null {
  if (event.type === "session.opened") return null;
  const way = edgeOfStep(graph, { before, event });
  const guard = "guard" in event && typeof event.guard === "object" ? event.guard : null;
  return { from: stateName(before.value), to: stateName(after.value), ...way, guard };
}

function variablesSince({ before, after }: ReplayedStep): Readonly<Record<string, JsonValue>> {
  const [was, is] = [before.context.variables, after.context.variables];
  return was === is ? nothing : changedVariables(was, is);
}

type Values = Readonly<Record<string, unknown>>;

function changedVariables(was: Values, is: Values): Readonly<Record<string, JsonValue>> {
  const changed = Object.entries(is).filter(
    ([name, value]) => !Object.hasOwn(was, name) || !Object.is(was[name], value),
  );
  return Object.fromEntries(changed.map(([name, value]) => [name, toJson(value)]));
}

const nothing: Readonly<Record<string, JsonValue>> = Object.freeze({});

/** What else of a session is looked at: each where it has changed. */
type Facts = Pick<Frame, "approvals" | "staged" | "delegations" | "usage" | "cost" | "halt" | "outcome" | "result">;

function factsSince({ before, after }: ReplayedStep): Facts {
  const [was, is] = [before.context, after.context];
  if (was === is) return {};
  const approvals = changedApprovals(
    { context: was, agent: activeAgent(before) },
    { context: is, agent: activeAgent(after) },
  );
  return {
    ...(approvals === null ? {} : { approvals }),
    ...(was.staged.length === is.staged.length ? {} : { staged: is.staged.length }),
    ...(was.stack === is.stack ? {} : { delegations: is.stack.map(({ caller }) => caller) }),
    ...(was.usage === is.usage ? {} : { usage: is.usage }),
    ...(was.cost === is.cost ? {} : { cost: is.cost }),
    ...(was.halt === is.halt ? {} : { halt: is.halt }),
    ...(was.outcome === is.outcome ? {} : { outcome: is.outcome }),
    ...(was.result === is.result ? {} : { result: is.result }),
  };
}

interface Asked {
  readonly context: SessionContext;
  readonly agent: string | null;
}

/** The calls that wait for a person, where they are others than before. */
function changedApprovals(was: Asked, is: Asked): readonly ApprovalRequested[] | null {
  if (was.context.reply === is.context.reply) return null;
  const [waited, waiting] = [pendingApprovals(was.context), pendingApprovals(is.context)];
  const isSame = waiting.length === waited.length && waiting.every((call, index) => call === waited[index]);
  return isSame ? null : waiting.flatMap((call) => approvalUpdate(call, is.agent ?? "") ?? []);
}
