import { expect, test } from "vitest";
import { type AnyStateMachine, createActor, setup } from "xstate";
import { supportDesk } from "../../machines/support-desk.ts";
import { drawStudio } from "../../src/draw/draw-studio.ts";
import type { Graph } from "../../src/graph/graph.ts";
import type { Rows } from "../../src/machine/row.ts";
import { innerStates } from "../../src/machine/state.ts";
import { transitionTable } from "../../src/machine/table.ts";
import { everything } from "./everything.ts";

test.each([supportDesk, everything])(
  "the source is a machine with exactly the transitions of the table: $id",
  (graph) => {
    const machine = evaluated(drawStudio(graph));
    const { opened, agents } = transitionTable(graph);
    expect(transitionsAt(machine, "opened")).toEqual(rowsAt(graph, opened));
    for (const [agent, states] of Object.entries(agents)) {
      for (const inner of innerStates) {
        expect(transitionsAt(machine, `${agent}.${inner}`)).toEqual(rowsAt(graph, states[inner]));
      }
    }
  },
);

test("XState runs it", () => {
  const actor = createActor(evaluated(drawStudio(supportDesk))).start();
  actor.send({ type: "user.message" });
  expect(actor.getSnapshot().value).toEqual({ triage: "awaitingModel" });
  actor.send({ type: "session.cancelled" });
  expect(actor.getSnapshot().value).toBe("cancelled");
});

test("a guard is told by what it reads", () => {
  const { on } = stateAt(evaluated(drawStudio(supportDesk)), "triage.deciding").config as {
    readonly on: Readonly<Record<string, readonly { readonly guard?: unknown; readonly description?: string }[]>>;
  };
  expect(on["handoff.refunds"]?.find(({ description }) => description === "verified")?.guard).toEqual({
    type: "open",
    params: { agent: "triage", to: "refunds", index: -1 },
  });
});

/** Runs the source as a module that imports XState. */
function evaluated(source: string): AnyStateMachine {
  const body = source.replace(/^import .*$/m, "").replace("export const machine =", "return");
  return new Function("setup", body)(setup);
}

function stateAt(machine: AnyStateMachine, path: string) {
  return machine.getStateNodeById(`${machine.id}.${path}`);
}

function transitionsAt(machine: AnyStateMachine, path: string): readonly string[] {
  return [...stateAt(machine, path).transitions].flatMap(([event, transitions]) =>
    event === "session.cancelled"
      ? []
      : transitions.map(({ guard, target, actions }) => {
          const when = (guard as { readonly type: string } | undefined)?.type ?? null;
          const change = (actions[0] as { readonly type: string } | undefined)?.type ?? null;
          return JSON.stringify([event, when, target?.[0]?.id ?? null, change]);
        }),
  );
}

function rowsAt({ id }: Graph, rows: Rows): readonly string[] {
  return Object.entries(rows).flatMap(([event, cases]) =>
    cases.map(({ when, goTo, change }) => {
      const target = goTo === null ? null : goTo.kind === "agent" ? `${goTo.agent}.${goTo.inner}` : goTo.kind;
      return JSON.stringify([event, when, target && `${id}.${target}`, change]);
    }),
  );
}
