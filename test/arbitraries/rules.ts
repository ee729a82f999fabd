import fc from "fast-check";
import type { Guard } from "handoff-machine";
import { guards, type Values } from "./guards.ts";
import { toolNames } from "./tools.ts";

/*
 * What a random graph says besides its agents: ends, guardrails, entry, limits. Agents are numbers here; the graph gives
 * them their names.
 */

/** A place that something leads to, by the number of an agent. */
export type LooseWay = { readonly to: number } | { readonly end: string } | { readonly ask: string };

const outcome = fc.constantFrom("won", "lost");

/** Where a rule leads. */
export const ways: fc.Arbitrary<LooseWay> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ to: fc.nat(4) }) },
  { weight: 1, arbitrary: fc.record({ end: outcome }) },
  { weight: 1, arbitrary: fc.record({ ask: fc.constantFrom("", "What else?") }) },
);

/** An object with a guard, or without. */
export const maybeGuarded: fc.Arbitrary<{ readonly when?: Guard<Values> }> = fc.record(
  { when: guards },
  { requiredKeys: [] },
);

/** Budgets: given, lifted, or left to their defaults. */
export const limits = fc.record(
  {
    modelCalls: fc.option(fc.integer({ min: 1, max: 6 })),
    toolCalls: fc.option(fc.integer({ min: 1, max: 5 })),
    handoffs: fc.option(fc.integer({ min: 1, max: 5 })),
    refusals: fc.option(fc.integer({ min: 1, max: 5 })),
    repairs: fc.option(fc.integer({ min: 1, max: 3 })),
    tokens: fc.option(fc.integer({ min: 50, max: 400 }), { freq: 2 }),
    cost: fc.option(fc.integer({ min: 1, max: 4 }), { freq: 2 }),
    time: fc.option(fc.integer({ min: 40, max: 600 }), { freq: 2 }),
    pingPong: fc.option(fc.integer({ min: 1, max: 2 })),
  },
  { requiredKeys: ["pingPong"] },
);

/** What models cost: a token of the small one costs a hundredth. */
export const prices = { "m-small": { input: 10_000, output: 10_000 }, "m-": { input: 20_000, output: 40_000 } };

/** A condition on the session by the numbers of agents; most are not met at once. */
const sessions = fc.oneof(
  fc.record({ messages: fc.record({ atLeast: fc.integer({ min: 4, max: 30 }) }) }),
  fc.record({ turns: fc.record({ moreThan: fc.integer({ min: 2, max: 9 }) }) }),
  fc.record({ tokens: fc.record({ atLeast: fc.integer({ min: 100, max: 900 }) }) }),
  fc.record({ cost: fc.record({ atLeast: fc.integer({ min: 2, max: 9 }) }) }),
  fc.record({ elapsed: fc.record({ atLeast: fc.integer({ min: 200, max: 2_000 }) }) }),
  fc.record({
    text: fc.record({ by: fc.constantFrom("agent" as const, "user" as const), includes: fc.constantFrom("9", "bye") }),
  }),
  fc.record({ tool: fc.constantFrom(...toolNames), not: fc.record({ variables: guards }) }),
  fc.record({ any: fc.tuple(fc.record({ variables: guards }), fc.record({ agents: fc.nat(4) })) }),
  fc.record({
    any: fc.tuple(
      fc.record({ turns: fc.constant({ atLeast: 8 }) }),
      fc.record({ agents: fc.nat(4), turns: fc.constant({ atLeast: 3 }) }),
    ),
  }),
);

/** The ends of a graph; `agents` stands for the number of an agent. */
export const ends: fc.Arbitrary<readonly object[]> = fc.oneof(
  { weight: 3, arbitrary: fc.constant([]) },
  {
    weight: 2,
    arbitrary: fc.array(
      fc.oneof(
        fc.record({ outcome, when: guards }),
        fc.record({ outcome, session: sessions }),
        fc.record({ outcome, when: guards, session: sessions }),
      ),
      { maxLength: 2 },
    ),
  },
);

/** A guardrail by the numbers of agents. */
export interface LooseGuardrail {
  readonly on: "input" | "output" | "arguments" | "result";
  readonly agents: readonly number[] | null;
  readonly tools: readonly string[] | null;
  readonly beside: boolean;
  readonly onTrip: "refuse" | "retry" | { readonly to: number } | { readonly end: string };
  readonly onError: "trip" | "pass";
  readonly say: string;
}

/** The guardrails of a graph. */
export const guardrails: fc.Arbitrary<readonly LooseGuardrail[]> = fc.oneof(
  { weight: 2, arbitrary: fc.constant([]) },
  {
    weight: 3,
    arbitrary: fc.array(
      fc.record({
        on: fc.constantFrom("input" as const, "output" as const, "arguments" as const, "result" as const),
        agents: fc.option(fc.uniqueArray(fc.nat(4), { minLength: 1, maxLength: 3 })),
        tools: fc.option(fc.uniqueArray(fc.constantFrom(...toolNames), { minLength: 1 })),
        beside: fc.boolean(),
        onTrip: fc.oneof(
          fc.constantFrom("refuse" as const, "retry" as const),
          fc.record({ to: fc.nat(4) }),
          fc.record({ end: fc.constant("stopped") }),
        ),
        onError: fc.constantFrom("trip" as const, "pass" as const),
        say: fc.constantFrom("", "No."),
      }),
      { maxLength: 3 },
    ),
  },
);

/** Who gets the next user message. */
export const entries = fc.oneof(
  fc.constantFrom("last" as const, "start" as const),
  fc.array(fc.tuple(maybeGuarded, fc.nat(4)), { minLength: 1, maxLength: 2 }),
);
