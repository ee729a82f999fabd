import fc from "fast-check";
import {
  type ConformOptions,
  conformSessions,
  createRuntime,
  type Graph,
  type MachineEvent,
  type SessionSnapshot,
} from "handoff-machine";
import { call, handOff, scriptedModel } from "handoff-machine/testing";
import { expect, test } from "vitest";
import { supportDesk } from "../../machines/support-desk.ts";
import { checkConformance, createMonitor } from "../../src/audit/check-conformance.ts";
import { fromNdjson } from "../../src/journal/ndjson.ts";
import { compileGraph } from "../../src/machine/compile-graph.ts";
import { activeAgentOf } from "../../src/machine/state.ts";
import { createStepper } from "../../src/machine/step.ts";
import { graphs } from "../arbitraries/graph.ts";
import { nextEvent } from "../machine/adversary.ts";
import { assertProperty } from "../machine/assert-property.ts";
import { drawFrom } from "../machine/hostile/draw.ts";

const usage = { inputTokens: 0, outputTokens: 0 };
const refund = { orderId: "A-17", reason: "broken" };

test("a misspelt option of conformSessions is no strictness that is left out", async () => {
  const misspelt: object = { properties: [], strct: true };
  await expect(conformSessions(supportDesk, [], misspelt as ConformOptions)).rejects.toMatchObject({
    code: "bad_option",
    hint: expect.stringContaining('Did you mean "strict"?'),
  });
});

test("a journal of the support desk is a path of the model, and tells which handoffs it took", async () => {
  const model = scriptedModel([
    call("verifyIdentity", { email: "ada@example.org", passphrase: "swordfish" }),
    handOff("refunds", refund),
    call("issueRefund", { orderId: "A-17", amount: 129 }),
    "Paid back.",
  ]);
  const session = await createRuntime(supportDesk, { model }).open("s");
  await session.send("Money back!").ended;
  await session.approve().ended;
  const found = await checkConformance(supportDesk, fromNdjson(await session.export()));
  expect(found).toMatchObject({ conforms: true, dropped: [], mismatch: null, taken: { "triage → refunds": 1 } });
  expect(found.followed).toBe(session.state.position);
});

test("a step that is none of the model is told, with what there is instead", () => {
  const stepper = createStepper(compileGraph(supportDesk));
  const event: MachineEvent = { type: "user.message", text: "Hi", at: 1 };
  const before = stepper.step(stepper.initial, event).snapshot;
  const monitor = createMonitor(supportDesk);
  const elsewhere = { ...before, value: { refunds: "awaitingModel" } } as typeof before;
  expect(monitor({ before: stepper.initial, event, after: before })).toBeNull();
  const replied: MachineEvent = {
    type: "model.replied",
    turn: 1,
    attempt: 1,
    model: "m",
    text: "",
    calls: [],
    usage,
    offers: [],
    at: 2,
  };
  const possible = monitor({ before, event: replied, after: elsewhere });
  expect(possible?.slice(0, 3)).toContain("answers");
  expect(possible).toContain("hands off to billing");
  expect(possible?.indexOf("says something meanwhile")).toBeGreaterThan(possible?.indexOf("hands off to billing") ?? 0);
});

test("whatever a hostile world does to the machine is a step of the model", () => {
  let steps = 0;
  assertProperty(
    fc.property(graphs, fc.array(fc.nat(1000), { minLength: 30, maxLength: 60 }), (graph, drawn) => {
      const stepper = createStepper(compileGraph(graph));
      const monitor = createMonitor(graph, { parallelCalls: 3 });
      const draw = drawFrom(drawn);
      let [before, effects] = [stepper.initial, stepper.step(stepper.initial, { type: "run.resumed", at: 0 }).effects];
      for (let at = 1; at <= drawn.length; at++) {
        const event = nextEvent(graph, { snapshot: before, effects, draw, at });
        const step = stepper.step(before, event);
        if (isImpossible(graph, event, before)) return; // the machine would take it, and no runtime sends it
        const hasMemory = Object.keys(step.snapshot.context.decisions).length > 0; // decisions for a session are not in the model
        const possible = hasMemory ? null : monitor({ before, event, after: step.snapshot });
        if (possible !== null)
          throw new Error(
            `${event.type} ${JSON.stringify(event)}: ${JSON.stringify(before.value)} → ${JSON.stringify(step.snapshot.value)}; possible: ${possible.join(", ")}`,
          );
        if (hasMemory) return;
        steps++;
        if (step.snapshot !== before) effects = step.effects;
        before = step.snapshot;
      }
    }),
    { numRuns: Number(process.env.PROPERTY_RUNS ?? 30) },
  );
  expect(steps).toBeGreaterThan(500);
});

/** A verdict on arguments or results of tools that the agent does not have. */
function isImpossible(graph: Graph, event: MachineEvent, before: SessionSnapshot): boolean {
  if (!("verdicts" in event) || event.verdicts === undefined) return false;
  const agent = graph.agents[activeAgentOf(before.value) ?? ""];
  return event.verdicts.some(({ guardrail, on }) => {
    const tools = graph.guardrails.find(({ name }) => name === guardrail)?.tools;
    return (on === "arguments" || on === "result") && !agent?.tools.some((tool) => tools?.includes(tool) ?? true);
  });
}
