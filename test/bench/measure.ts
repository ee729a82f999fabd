/* Measures one thing for one subject, in this process, and prints it as JSON: see bench.ts. */
import { compileGraph, createRuntime, defineGraph, type ModelClient } from "handoff-machine";
import { floorExchange, floorSession } from "./floor.ts";
import { w1, workloadModel } from "./workload.ts";

type Exchange = () => Promise<void>;

/** Makes sessions; each can be told to hold an exchange. */
function sessions(subject: string, latency: number): () => Promise<{ exchange: Exchange; close: () => void }> {
  if (subject === "floor") {
    return async () => {
      const session = floorSession();
      return {
        exchange: async () => void (await floorExchange(session, "My invoice is wrong.", latency)),
        close: () => undefined,
      };
    };
  }
  const runtime = createRuntime(w1, { model: workloadModel(latency) });
  return async () => {
    const session = await runtime.open();
    return {
      exchange: async () => {
        const { status } = await session.send("My invoice is wrong.").ended;
        if (status !== "awaitingUser") throw new RangeError(status);
      },
      close: () => session.close(),
    };
  };
}

async function oneExchangeSessions(subject: string): Promise<object> {
  const open = sessions(subject, 0);
  const batch = async (size: number): Promise<number> => {
    const start = performance.now();
    for (let index = 0; index < size; index++) {
      const { exchange, close } = await open();
      await exchange();
      close();
    }
    return ((performance.now() - start) / size) * 1000;
  };
  await batch(3_000);
  globalThis.gc?.();
  return { micros: await batch(5_000) };
}

async function oneLongSession(subject: string): Promise<object> {
  const open = sessions(subject, 0);
  const warm = await open();
  for (let index = 0; index < 2_000; index++) await warm.exchange();
  const around = { at10: 10, at100: 100, at1000: 1_000 };
  const sums: Record<string, number[]> = { at10: [], at100: [], at1000: [] };
  for (let repeat = 0; repeat < 5; repeat++) {
    const { exchange } = await open();
    for (let turn = 1; turn <= 1_010; turn++) {
      const start = performance.now();
      await exchange();
      const micros = (performance.now() - start) * 1000;
      for (const [name, centre] of Object.entries(around)) if (Math.abs(turn - centre) <= 9) sums[name]?.push(micros);
    }
  }
  return Object.fromEntries(
    Object.entries(sums).map(([name, values]) => [
      name,
      values.sort((one, other) => one - other)[values.length >> 1] ?? 0,
    ]),
  );
}

async function manySessions(subject: string): Promise<object> {
  const open = sessions(subject, 20);
  const start = performance.now();
  await Promise.all(
    Array.from({ length: 10_000 }, async () => {
      const { exchange } = await open();
      await exchange();
    }),
  );
  return { seconds: (performance.now() - start) / 1000, megabytes: process.resourceUsage().maxRSS / 1024 };
}

function meshCompilation(): object {
  const names = (size: number): string[] => Array.from({ length: size }, (_, index) => `agent${index}`);
  const compiled = [4, 50, 300].map((size) => {
    const agents = Object.fromEntries(
      names(size).map((name) => [
        name,
        {
          description: "One of many.",
          instructions: "Hand off.",
          handoffs: Object.fromEntries(
            names(size)
              .filter((to) => to !== name)
              .map((to) => [to, {}]),
          ),
        },
      ]),
    );
    const graph = defineGraph({ id: "mesh", start: "agent0", agents });
    const start = performance.now();
    compileGraph(graph).getInitialSnapshot;
    return [`agents${size}`, performance.now() - start];
  });
  return Object.fromEntries(compiled);
}

/**
 * One run of 100,000 handoffs between two agents, all budgets lifted, nobody reading its updates. Memory is the heap
 * after a forced collection, journal and conversation included; the stack is counted in frames at the model.
 */
async function manyHandoffs(): Promise<object> {
  const marks = [10_000, 50_000, 100_000];
  const figures: Record<string, number> = {};
  let count = 0;
  let since = performance.now();
  const model: ModelClient = {
    provider: "scripted",
    generate: ({ agent, turn }) => {
      if (turn === 10) figures.framesAt10 = frames();
      if (++count % 10_000 === 0) {
        if (marks.includes(count)) figures[`micros${count}`] = ((performance.now() - since) / 10_000) * 1000;
        if (marks.includes(count)) {
          globalThis.gc?.();
          figures[`megabytes${count}`] = process.memoryUsage().heapUsed / 2 ** 20;
          figures[`frames${count}`] = frames();
        }
        since = performance.now();
      }
      if (count > 100_000) return Promise.resolve({ text: "Done.", calls: [], usage, model: "scripted" });
      const name = agent === "ann" ? "handoff_to_bob" : "handoff_to_ann";
      return Promise.resolve({
        text: "",
        calls: [{ id: `call_${turn}`, name, arguments: "{}" }],
        usage,
        model: "scripted",
      });
    },
  };
  const graph = defineGraph({
    id: "pair",
    start: "ann",
    agents: {
      ann: { description: "One.", instructions: "Hand off.", handoffs: { bob: {} } },
      bob: { description: "Two.", instructions: "Hand off.", handoffs: { ann: {} } },
    },
    limits: { modelCalls: null, handoffs: null, refusals: null },
  });
  const session = await createRuntime(graph, { model }).open();
  await session.send("Go").ended;
  const text = await session.export();
  return { ...figures, journalMegabytes: text.length / 2 ** 20, entries: session.state.position };
}

function frames(): number {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 10_000;
  const depth = (new Error("depth").stack ?? "").split("\n").length;
  Error.stackTraceLimit = limit;
  return depth;
}

const usage = { inputTokens: 400, outputTokens: 20 };

const [subject = "ours", what = "a"] = process.argv.slice(2);
const measured: Record<string, () => object | Promise<object>> = {
  a: () => oneExchangeSessions(subject),
  b: () => oneLongSession(subject),
  f: () => manySessions(subject),
  handoffs: () => manyHandoffs(),
  compile: () => meshCompilation(),
};
console.log(JSON.stringify(await measured[what]?.()));
