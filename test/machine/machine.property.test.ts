import fc from "fast-check";
import { expect, test } from "vitest";
import { createActor } from "xstate";
import { evaluateGuard } from "../../src/graph/evaluate-guard.ts";
import { agentsOf, handoffsOf } from "../../src/graph/graph.ts";
import { compileGraph } from "../../src/machine/compile-graph.ts";
import type { Effect } from "../../src/machine/effect.ts";
import type { MachineEvent } from "../../src/machine/event.ts";
import { stateName } from "../../src/machine/state.ts";
import { createStepper, type SessionSnapshot } from "../../src/machine/step.ts";
import { graphs, values } from "../arbitraries/graph.ts";
import { drawFrom, nextEvent } from "./adversary.ts";
import { imbalance } from "./balance.ts";

const choices = fc.array(fc.nat(1000), { minLength: 30, maxLength: 120 });
const runs = { numRuns: Number(process.env.PROPERTY_RUNS ?? 150) };

/** Walks a graph's machine against the adversary and hands each step to the visitor. */
function walk(
  graph: Parameters<typeof compileGraph>[0],
  drawn: readonly number[],
  visit: (step: {
    event: MachineEvent;
    before: SessionSnapshot;
    after: SessionSnapshot;
    effects: readonly Effect[];
  }) => void,
): void {
  const stepper = createStepper(compileGraph(graph));
  const draw = drawFrom(drawn);
  let before = stepper.initial;
  let effects: readonly Effect[] = [];
  for (let at = 1; at <= drawn.length; at++) {
    const event: MachineEvent =
      at === 1 ? { type: "user.message", text: "Hi", at } : nextEvent(graph, { snapshot: before, effects, draw, at });
    const step = stepper.step(before, event);
    visit({ event, before, after: step.snapshot, effects: step.effects });
    if (step.snapshot !== before) effects = step.effects;
    before = step.snapshot;
  }
}

test("the handoff transitions of the machine are exactly the declared edges", () => {
  fc.assert(
    fc.property(graphs, (graph) => {
      const machine = compileGraph(graph);
      const found = Object.values(machine.states).flatMap((agent) =>
        Object.values(agent.states).flatMap((state) =>
          [...state.transitions.entries()].flatMap(([type, rows]) => {
            if (!type.startsWith("handoff.")) return [];
            expect(state.key).toBe("deciding");
            const targets = rows.flatMap((row) => row.target ?? []).map(({ parent }) => parent?.key);
            expect(new Set(targets)).toEqual(new Set([agent.key, type.slice("handoff.".length)]));
            return [`${agent.key} → ${type.slice("handoff.".length)}`];
          }),
        ),
      );
      expect(found.sort()).toEqual(
        handoffsOf(graph)
          .map(({ from, to }) => `${from} → ${to}`)
          .sort(),
      );
    }),
    runs,
  );
});

test("whatever the world does: no exception, and the conversation is balanced whenever a model is asked (S1)", () => {
  const seen = { steps: 0, modelCalls: 0, handoffs: 0, refused: 0, completed: 0, failed: 0 };
  fc.assert(
    fc.property(graphs, choices, (graph, drawn) => {
      walk(graph, drawn, ({ event, before, after, effects }) => {
        seen.steps++;
        const { reply, conversation, exchange } = after.context;
        expect(reply === null ? imbalance(conversation) : null).toBeNull();
        if (effects.some(({ type }) => type === "callModel")) {
          seen.modelCalls++;
          expect(imbalance(conversation)).toBeNull();
        }
        const { modelCalls, handoffs } = graph.limits;
        if (modelCalls !== null) expect(exchange.modelCalls).toBeLessThanOrEqual(modelCalls);
        if (handoffs !== null) expect(exchange.handoffs).toBeLessThanOrEqual(handoffs);
        if (event.type.startsWith("handoff.")) {
          if (after === before) return;
          const [from, to] = [stateName(before.value), stateName(after.value)];
          if (typeof from === "string" || typeof to === "string") throw new TypeError("a handoff outside of an agent");
          if (to.agent === from.agent) seen.refused++;
          else {
            seen.handoffs++;
            expect(handoffsOf(graph).some((edge) => edge.from === from.agent && edge.to === to.agent)).toBe(true);
          }
        }
        if (after.status === "done") seen.completed++;
        if (typeof after.value === "object" && Object.values(after.value).includes("failed")) seen.failed++;
      });
    }),
    runs,
  );
  for (const [what, count] of Object.entries(seen)) expect(count, what).toBeGreaterThan(0);
});

test("createActor and the pure path reach equal snapshots, and issue equal effects", () => {
  fc.assert(
    fc.property(graphs, choices, (graph, drawn) => {
      const issued: Effect[] = [];
      const record =
        <Type extends Effect["type"]>(type: Type) =>
        (_: unknown, params: Extract<Effect, { type: Type }>["params"]) => {
          issued.push({ type, params } as Effect);
        };
      const machine = compileGraph(graph).provide({
        actions: {
          callModel: record("callModel"),
          callTools: record("callTools"),
          requestApprovals: record("requestApprovals"),
          proceed: record("proceed"),
        },
      });
      const actor = createActor(machine).start();
      walk(graph, drawn, ({ event, after, effects }) => {
        if (actor.getSnapshot().status === "done") return;
        issued.length = 0;
        actor.send(event);
        const live = actor.getSnapshot();
        expect(live.value).toEqual(after.value);
        expect(live.status).toBe(after.status);
        expect(JSON.stringify(live.context)).toBe(JSON.stringify(after.context));
        expect(issued).toEqual(effects);
      });
    }),
    { numRuns: 60 },
  );
});

test("a handoff is taken exactly when its guard, evaluated by itself, holds", () => {
  const verdicts = { taken: 0, refused: 0 };
  fc.assert(
    fc.property(graphs, values, (graph, variables) => {
      for (const edge of handoffsOf(graph)) {
        if (edge.approval || graph.limits.modelCalls === 1 || graph.ends.length > 0) continue;
        const stepper = createStepper(compileGraph(graph));
        const before = deciding(stepper.initial, { edge, variables, machine: compileGraph(graph) });
        const guard = { holds: true, reads: {} };
        const { snapshot } = stepper.step(before, { type: `handoff.${edge.to}`, call: "1.0", input: {}, guard, at: 2 });
        const state = stateName(snapshot.value);
        const taken = typeof state !== "string" && state.agent === edge.to;
        const alone = edge.guard === null || evaluateGuard(edge.guard.node, variables).holds;
        expect(taken).toBe(alone);
        verdicts[taken ? "taken" : "refused"]++;
      }
    }),
    runs,
  );
  expect(verdicts.taken).toBeGreaterThan(0);
  expect(verdicts.refused).toBeGreaterThan(0);
});

function deciding(
  initial: SessionSnapshot,
  {
    edge,
    variables,
    machine,
  }: { edge: { from: string; to: string }; variables: object; machine: ReturnType<typeof compileGraph> },
): SessionSnapshot {
  const call = {
    key: "1.0",
    id: null,
    name: "handoff",
    arguments: "",
    request: { kind: "handoff", to: edge.to, input: {} },
    approval: "none",
    attempt: 1,
    result: null,
  } as const;
  const context = {
    ...initial.context,
    variables: { ...variables },
    turn: 1,
    reply: { agent: edge.from, calls: [call] },
  };
  return machine.resolveState({ value: { [edge.from]: "deciding" }, context });
}

test("every agent of every graph has the six inner states and no other", () => {
  fc.assert(
    fc.property(graphs, (graph) => {
      const machine = compileGraph(graph);
      expect(Object.keys(machine.states)).toEqual([
        "opened",
        ...agentsOf(graph).map(({ name }) => name),
        "completed",
        "cancelled",
      ]);
      for (const { name } of agentsOf(graph)) {
        expect(Object.keys(machine.states[name]?.states ?? {})).toEqual([
          "awaitingUser",
          "awaitingModel",
          "awaitingApproval",
          "awaitingTools",
          "deciding",
          "failed",
        ]);
      }
    }),
    { numRuns: 30 },
  );
});
