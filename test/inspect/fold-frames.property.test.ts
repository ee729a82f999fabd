import fc from "fast-check";
import { type Graph, replaySteps, type SessionSnapshot } from "handoff-machine";
import { expect, test } from "vitest";
import { createTimeline, foldFrames } from "../../src/inspect/fold-frames.ts";
import type { FoldedSession } from "../../src/inspect/folded-session.ts";
import { frameOf } from "../../src/inspect/frame-of.ts";
import { pendingApprovals } from "../../src/machine/reply.ts";
import { stateName } from "../../src/machine/state.ts";
import { activeAgent, approvalUpdate, describeStep, statusOf } from "../../src/runtime/describe-step.ts";
import { graphs } from "../arbitraries/graph.ts";
import { assertAsyncProperty } from "../machine/assert-property.ts";
import { lifeOf } from "../runtime/life-of.ts";

const runs = { numRuns: Number(process.env.PROPERTY_RUNS ?? 25) };
const choices = fc.array(fc.nat(1000), { minLength: 40, maxLength: 160 });

test("frames folded up to any position are the session as it stood there, also as JSON", async () => {
  const seen = new Set<string>();
  await assertAsyncProperty(
    fc.asyncProperty(graphs, choices, async (graph, drawn) => {
      const { journal } = await lifeOf(graph, { drawn });
      const steps = await Array.fromAsync(replaySteps(graph, journal.read("s")));
      const frames = steps.map((step) => frameOf(graph, step));
      const sent: typeof frames = JSON.parse(JSON.stringify(frames));
      const timeline = createTimeline(sent.slice(0, 5));
      timeline.append(sent); // what is there already is passed over
      for (const { position, event, before, after } of steps) {
        const expected = JSON.stringify(standing(graph, after));
        if (position % 9 === 0) expect(JSON.stringify(facts(foldFrames(frames, position)))).toBe(expected);
        expect(JSON.stringify(facts(timeline.at(position)))).toBe(expected);
        expect(frames[position]?.updates).toEqual(
          event.type === "session.opened" ? [] : describeStep({ before, event, after }),
        );
        for (const fact of Object.keys(frames[position] ?? {})) seen.add(fact);
        if ((frames[position]?.messages ?? []).some(({ index }) => index < before.context.conversation.length))
          seen.add("rewritten");
      }
    }),
    runs,
  );
  const rare = ["approvals", "staged", "delegations", "usage", "cost", "halt", "outcome", "result", "rewritten"];
  expect(rare.filter((fact) => !seen.has(fact))).toEqual([]);
});

function facts({ length: _, at: __, ...session }: FoldedSession): object {
  return session;
}

/** A snapshot in the form of a folded session. */
function standing(graph: Graph, snapshot: SessionSnapshot): object {
  const { context } = snapshot;
  const agent = activeAgent(snapshot);
  return {
    state: stateName(snapshot.value),
    agent,
    status: statusOf(graph, snapshot),
    variables: context.variables,
    conversation: context.conversation,
    approvals: pendingApprovals(context).flatMap((call) => approvalUpdate(call, agent ?? "") ?? []),
    staged: context.staged.length,
    delegations: context.stack.map(({ caller }) => caller),
    usage: context.usage,
    cost: context.cost,
    halt: context.halt,
    outcome: context.outcome,
    result: context.result,
  };
}
