import { agentsOf, type Graph, guardrailsFor } from "../../../src/graph/graph.ts";
import type { JsonObject } from "../../../src/json.ts";
import type { Call, SessionContext } from "../../../src/machine/context.ts";
import type { MachineEvent, Verdict } from "../../../src/machine/event.ts";
import { stateName } from "../../../src/machine/state.ts";
import type { SessionSnapshot } from "../../../src/machine/step.ts";
import { possibleAnswers } from "./possible-answers.ts";
import { modelEvents } from "./possible-model-events.ts";
import { possibleWrites } from "./possible-writes.ts";

/**
 * Lists what the world can tell a session, made from the graph and the snapshot alone: whoever compares the machine with
 * its model asks nobody who has to do with the model. Events that the machine will drop are among them: of
 * another turn, about calls that are settled or never were, proposals of what is not due, what nobody waits for.
 *
 * Left out are decisions that are remembered, which the model does not have, and what no driver sends: deadlines of calls
 * that have none, verdicts of guardrails that do not check the agent.
 */
export function createWorld(graph: Graph, mostCalls: number): (snapshot: SessionSnapshot) => readonly MachineEvent[] {
  const agents = agentsOf(graph).map(({ name }) => name);
  const answers = new Map(agents.map((agent) => [agent, possibleAnswers(graph, agent, mostCalls)]));
  const writes = new Map(Object.keys(graph.tools).map((tool) => [tool, possibleWrites(graph, tool)]));
  const people: readonly MachineEvent[] = [
    { type: "user.message", text: "…", at },
    ...[{}, ...[...agents, "nobody"].map((to) => ({ handoff: { to, input: {} } }))].map(
      (wish) => ({ type: "operator.message", text: "…", ...wish, at }) as const,
    ),
    { type: "run.stopped", partial: "…", at },
    { type: "run.resumed", at },
    { type: "session.cancelled", at },
  ];
  return ({ value, context }) => {
    const state = stateName(value);
    const [agent, inner] = typeof state === "string" ? [null, state] : [state.agent, state.inner];
    const calls = [...(context.reply?.calls ?? []).map(({ key }) => key), "0.0"];
    const known = agent === null ? [] : (answers.get(agent) ?? []);
    return [
      ...people,
      ...modelEvents(graph, context, { agent, answers: inner === "awaitingModel" ? known : known.slice(0, 1) }),
      ...calls.flatMap((call) => decisions(call, context.reply?.calls ?? [])),
      ...calls.flatMap((call) => results(graph, { agent, call, context, writes })),
      ...proposals(agents, calls, context),
    ];
  };
}

/** Before anything is due, and after everything. */
const [at, late] = [1, 1e12];

function decisions(call: string, calls: readonly Call[]): readonly MachineEvent[] {
  const expires = calls.some(({ key, expiresAt }) => key === call && expiresAt !== null);
  const edited = { arguments: "{}", input: {} };
  return [
    { type: "approval.granted", call, at },
    { type: "approval.granted", call, edited, at },
    { type: "approval.granted", call, at: late },
    { type: "approval.granted", call, binding: "of another", at },
    { type: "approval.denied", call, at },
    ...(expires ? [{ type: "deadline.passed", call, at } as const] : []),
  ];
}

interface Ran {
  readonly agent: string | null;
  readonly call: string;
  readonly context: SessionContext;
  readonly writes: ReadonlyMap<string, readonly JsonObject[]>;
}

function results(graph: Graph, { agent, call, context, writes }: Ran): readonly MachineEvent[] {
  const request = context.reply?.calls.find(({ key }) => key === call)?.request;
  const tool = request?.kind === "tool" ? request.tool : null;
  const rails = agent === null || tool === null ? [] : guardrailsFor(graph, agent, "result");
  const judged = rails.filter(({ tools }) => tools?.includes(tool ?? "") ?? true);
  const verdicts = judged.map(({ name: guardrail }): readonly Verdict[] => [
    { guardrail, on: "result", outcome: "tripped", reason: "…", call },
  ]);
  return [
    ...(writes.get(tool ?? "") ?? [{}]).map(
      (set) => ({ type: "tool.returned", call, attempt: 1, output: "…", set, at }) as const,
    ),
    { type: "tool.failed", call, attempt: 1, code: "refused", message: "…", at },
    ...verdicts.map(
      (said) =>
        ({ type: "tool.failed", call, attempt: 1, code: "guardrail", message: "…", verdicts: said, at }) as const,
    ),
  ];
}

function proposals(
  agents: readonly string[],
  calls: readonly string[],
  { turn }: SessionContext,
): readonly MachineEvent[] {
  const guard = { holds: true, reads: {} };
  return [
    ...calls.flatMap((call): readonly MachineEvent[] => [
      ...agents.flatMap((to): readonly MachineEvent[] => [
        { type: `handoff.${to}`, call, input: {}, guard, at },
        { type: `return.${to}`, call, input: {}, at },
      ]),
      { type: "end.due", call, input: {}, guard, at },
      { type: "question.due", call, question: "Which?", at },
    ]),
    { type: "turn.due", turn, at },
    { type: "turn.due", turn, at: late },
    { type: "turn.due", turn: turn - 1, at },
  ];
}
