import fc from "fast-check";
import {
  compileGraph,
  createStepper,
  type Effect,
  fromNdjson,
  hashGraph,
  replaySteps,
  type SessionSnapshot,
  toNdjson,
} from "handoff-machine";
import { expect, test } from "vitest";
import { createActor } from "xstate";
import { agentsOf, handoffsOf } from "../../src/graph/graph.ts";
import { stateName } from "../../src/machine/state.ts";
import { graphs } from "../arbitraries/graph.ts";
import { values } from "../arbitraries/guards.ts";
import { assertAsyncProperty, assertProperty } from "./assert-property.ts";
import { holdsFor } from "./oracle/read-guard.ts";
import { walk } from "./walk.ts";

const choices = fc.array(fc.nat(1000), { minLength: 30, maxLength: 120 });
const runs = { numRuns: Number(process.env.PROPERTY_RUNS ?? 100) };

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

test("createActor and the pure path reach equal snapshots, and issue equal effects", () => {
  let steps = 0;
  assertProperty(
    fc.property(graphs, choices, (graph, drawn) => {
      const issued: Effect[] = [];
      const record =
        <Type extends Effect["type"]>(type: Type) =>
        (_: unknown, params: Extract<Effect, { type: Type }>["params"]) => {
          issued.push({ type, params } as Effect); // its own parameters
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
      for (const { event, after, effects } of walk(graph, drawn)) {
        if (actor.getSnapshot().status === "done") return;
        steps++;
        issued.length = 0;
        actor.send(event);
        const live = actor.getSnapshot();
        expect(live.value).toEqual(after.value);
        expect(live.status).toBe(after.status);
        expect(JSON.stringify(live.context)).toBe(JSON.stringify(after.context));
        expect(issued).toEqual(effects);
      }
    }),
    runs,
  );
  expect(steps).toBeGreaterThan(runs.numRuns);
});

test("the events of a walk, written down and read again, give the same snapshots: by the machine and by the journal", async () => {
  await assertAsyncProperty(
    fc.asyncProperty(graphs, choices, async (graph, drawn) => {
      const steps = walk(graph, drawn);
      const stepper = createStepper(compileGraph(graph));
      const opening = { type: "session.opened", at: 0, graph: graph.id, hash: hashGraph(graph), format: 1 } as const;
      const events = [opening, ...steps.map(({ event }) => event)];
      const entries = fromNdjson(toNdjson(events.map((event, position) => ({ session: "s", position, event }))));
      let snapshot: SessionSnapshot = stepper.initial;
      for await (const { position, event, after } of replaySteps(graph, entries)) {
        const live = position === 0 ? stepper.initial : steps[position - 1]?.after;
        if (event.type !== "session.opened") snapshot = stepper.step(snapshot, event).snapshot;
        expect(written(snapshot)).toBe(written(live));
        expect(written(after)).toBe(written(live));
      }
    }),
    runs,
  );
});

function written(snapshot: SessionSnapshot | undefined): string {
  return JSON.stringify([snapshot?.value, snapshot?.status, snapshot?.context]);
}

test("a handoff is taken exactly when its guard, evaluated by itself, holds", () => {
  const verdicts = { taken: 0, refused: 0 };
  assertProperty(
    fc.property(graphs, values, (graph, variables) => {
      for (const edge of handoffsOf(graph)) {
        if (edge.approval || edge.onHandoff !== null || graph.limits.modelCalls === 1) continue;
        const stepper = createStepper(compileGraph(graph));
        const before = deciding(stepper.initial, { edge, variables, machine: compileGraph(graph) });
        const guard = { holds: true, reads: {} };
        const { snapshot } = stepper.step(before, { type: `handoff.${edge.to}`, call: "1.0", input: {}, guard, at: 2 });
        const state = stateName(snapshot.value);
        const taken = typeof state !== "string" && state.agent === edge.to;
        const alone = holdsFor(edge.guard, variables);
        expect(taken, `${edge.from} → ${edge.to}`).toBe(alone);
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
    askedAt: null,
    expiresAt: null,
    hook: "none",
    edited: false,
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
