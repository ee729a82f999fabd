import fc from "fast-check";
import {
  createRuntime,
  type Graph,
  type ModelCall,
  type ModelClient,
  ModelError,
  memoryJournal,
  replaySteps,
} from "handoff-machine";
import { manualClock } from "handoff-machine/testing";
import { expect, test } from "vitest";
import { agentsOf } from "../../src/graph/graph.ts";
import { graphs } from "../arbitraries/graph.ts";
import { type Draw, drawFrom } from "../machine/adversary.ts";
import { imbalance } from "../machine/balance.ts";

const runs = { numRuns: Number(process.env.PROPERTY_RUNS ?? 120) };

test("whatever models and people do: S1 holds at every model call, and replay equals live at every rest", async () => {
  const seen = { modelCalls: 0, handoffs: 0, replayed: 0, failures: 0 };
  await fc.assert(
    fc.asyncProperty(graphs, fc.array(fc.nat(1000), { minLength: 20, maxLength: 80 }), async (graph, choices) => {
      const draw = drawFrom(choices);
      const journal = memoryJournal();
      const snapshots: string[] = [];
      const clock = { ...manualClock(), sleep: async () => undefined };
      const model = hostileModel(graph, draw, (balanced) => {
        seen.modelCalls++;
        expect(balanced).toBeNull();
      });
      const runtime = createRuntime(graph, {
        model,
        journal,
        clock,
        ids: { session: () => "s", jitter: () => 0 },
        observers: [{ onUpdate: (_, { type }) => void (type === "handoff.made" && seen.handoffs++) }],
      });
      const session = await runtime.open("s");
      for (let move = 0; move < 12; move++) {
        const ended = await act(session, draw);
        if (ended?.status === "failed") seen.failures++;
        expect(["running", "interrupted"]).not.toContain(session.state.status);
        snapshots.push(
          `${session.state.position} ${JSON.stringify(session.state.conversation)} ${JSON.stringify(session.state.variables)}`,
        );
      }
      for await (const { position, after } of replaySteps(graph, journal.read("s"))) {
        seen.replayed++;
        const { conversation, variables } = after.context;
        const found = `${position + 1} ${JSON.stringify(conversation)} ${JSON.stringify(variables)}`;
        const live = snapshots.filter((one) => one.startsWith(`${position + 1} `));
        for (const one of live) expect(found).toBe(one);
      }
      session.close();
    }),
    runs,
  );
  for (const [what, count] of Object.entries(seen)) expect(count, what).toBeGreaterThan(0);
});

type OpenSession = Awaited<ReturnType<ReturnType<typeof createRuntime>["open"]>>;

async function act(session: OpenSession, draw: Draw) {
  const { status, approvals } = session.state;
  if (status === "completed" || status === "cancelled") return null;
  const [approval] = approvals;
  if (approval !== undefined && draw(4) > 0) {
    return await (draw(2) === 0 ? session.approve(approval.call) : session.deny(approval.call)).ended;
  }
  switch (draw(8)) {
    case 0:
      return await session.stop().ended;
    case 1:
      return await session.resume().ended;
    case 2:
      return status === "awaitingOperator" ? await session.operate({ text: "Hello, a person." }).ended : null;
    case 3: {
      const [, second] = await Promise.allSettled([session.send("One").ended, session.send("Two").ended]);
      if (second.status === "fulfilled") return second.value;
      expect(second.reason).toMatchObject({ code: "session_ended" });
      return null;
    }
    default:
      return await session.send("Hello").ended;
  }
}

/** A model that calls anything with anything, many times, or fails. */
function hostileModel(graph: Graph, draw: Draw, onRequest: (imbalance: string | null) => void): ModelClient {
  const agents = agentsOf(graph).map(({ name }) => name);
  const names = [
    "look",
    "mark",
    "pay",
    "nothing",
    "",
    "constructor",
    ...agents.flatMap((name) => [`handoff_to_${name}`, `return_to_${name}`]),
  ];
  const texts = ["{}", "", "[]", "null", '{"what":"x"}', '{"what":1}', "{", '{"reason":"r"}', '{"result":2}'];
  const arbitraryCall = (): ModelCall => ({
    id: draw(3) === 0 ? null : `id${draw(2)}`,
    name: names[draw(names.length)] ?? "",
    arguments: texts[draw(texts.length)] ?? "",
  });
  return {
    provider: "hostile",
    generate: async (request) => {
      onRequest(imbalance(request.messages));
      if (draw(10) === 0) throw new ModelError("server_error", { message: "It broke.", retryable: draw(2) === 0 });
      const calls = Array.from({ length: draw(5) }, arbitraryCall);
      return {
        text: draw(3) === 0 ? "" : "Well.",
        calls,
        usage: { inputTokens: 1, outputTokens: 1 },
        model: "hostile",
      };
    },
  };
}
