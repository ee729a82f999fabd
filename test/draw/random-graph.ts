import fc from "fast-check";
import { z } from "zod";
import { defineGraph } from "../../src/graph/define-graph.ts";
import type { Graph } from "../../src/graph/graph.ts";
import type { Guard } from "../../src/graph/guard.ts";
import { type Tool, tool } from "../../src/graph/tool.ts";
import { type DeclaredArrow, type DeclaredGuardrail, type DeclaredWay, declaredArrows } from "./declared-arrows.ts";
import { declaredHandoff } from "./random-handoff.ts";
import { randomGuard, randomName, type Values } from "./random-words.ts";

/** A graph, and the arrows read off its definition. */
export interface RandomGraph {
  readonly graph: Graph;
  readonly arrows: readonly DeclaredArrow[];
}

const toolNames = ["look", "pay"] as const;
const tools: Record<string, Tool<Values>> = Object.fromEntries(
  toolNames.map((name) => [name, tool({ description: name, run: () => ({ output: null }) })]),
);

/** Graphs of every kind, valid or not in their names, with the arrows that they declare. */
export const randomGraph: fc.Arbitrary<RandomGraph> = fc
  .uniqueArray(randomName, { minLength: 1, maxLength: 6 })
  .chain((names) => {
    const target = fc.constantFrom(...names);
    const guarded = <Part extends object>(part: fc.Arbitrary<Part>): fc.Arbitrary<Part & { when?: Guard<Values> }> =>
      fc.tuple(part, fc.option(randomGuard)).map(([given, when]) => ({ ...given, ...(when !== null && { when }) }));
    const route = guarded(
      fc.oneof(
        fc.record({ to: target }),
        fc.record({ end: randomName }),
        fc.record({ ask: fc.oneof(randomName, fc.constant("")) }),
      ),
    );
    const stay = guarded(
      fc.record({ stay: fc.record({ maxTurns: fc.integer({ min: 1, max: 3 }), prompt: randomName }) }),
    );
    const participant = fc.record({
      kind: fc.constantFrom("model" as const, "human" as const),
      tools: fc.subarray([...toolNames]),
      handoffs: fc.uniqueArray(declaredHandoff(target), { selector: ({ to }) => to, maxLength: 6 }),
      routes: fc.array(route, { maxLength: 2 }),
      afterReply: fc.array<DeclaredWay>(fc.oneof(route, stay), { maxLength: 2 }),
      canEnd: fc.option(
        fc.oneof(
          fc.constant(true as const),
          guarded(fc.record({ outcome: randomName })),
          guarded(fc.constant({ result: z.object({ rating: z.number() }) })),
        ),
      ),
      canAsk: fc.boolean(),
    });
    const guardrail: fc.Arbitrary<DeclaredGuardrail> = fc.record(
      {
        on: fc.constantFrom("input" as const, "output" as const, "arguments" as const, "result" as const),
        agents: fc.subarray(names),
        tools: fc.subarray<string>([...toolNames]),
        onTrip: fc.oneof(
          fc.constantFrom("refuse" as const, "retry" as const),
          fc.record({ to: target }),
          fc.record({ end: randomName }),
        ),
        check: fc.constant(() => "pass" as const),
      },
      { requiredKeys: ["on", "check", "onTrip"] },
    );
    return fc.record({
      names: fc.constant(names),
      start: target,
      agents: fc.array(participant, { minLength: names.length, maxLength: names.length }),
      escalation: fc.option(target),
      entry: fc.oneof(
        fc.constantFrom("last" as const, "start" as const),
        fc.array(guarded(fc.record({ agent: target })), { maxLength: 2 }),
      ),
      guardrails: fc.array(fc.tuple(randomName, guardrail), { maxLength: 2 }).map((some) => Object.fromEntries(some)),
      ends: fc.array(fc.record({ outcome: randomName, when: randomGuard, long: fc.boolean(), guarded: fc.boolean() }), {
        maxLength: 2,
      }),
    });
  })
  .map(({ names, start, agents, escalation, entry, guardrails, ends }) => {
    const variables = z.object({
      verified: z.boolean(),
      plan: z.enum(["free", "pro"]),
      amount: z.number(),
      note: z.string(),
    });
    const graph = defineGraph<string, string, typeof variables>({
      id: "random",
      start,
      variables,
      initial: { verified: false, plan: "free", amount: 0, note: "" },
      tools,
      agents: Object.fromEntries(
        agents.map(({ handoffs, canEnd, ...participant }, index) => [
          names[index] ?? "",
          {
            ...participant,
            handoffs: Object.fromEntries(handoffs.map(({ to, definition }) => [to, definition])),
            ...(canEnd !== null && { canEnd }),
          },
        ]),
      ),
      ...(escalation !== null && { onLimit: { handoff: escalation } }),
      entry,
      guardrails,
      ends: ends.map(({ outcome, when, long, guarded }) => ({
        outcome,
        ...((guarded || !long) && { when }),
        ...(long && { session: { messages: { atLeast: 40 } } }),
      })),
    });
    return { graph, arrows: declaredArrows({ names, start, agents, escalation, entry, guardrails, ends }) };
  });
