/* Measures one thing for one subject, in this process, and prints it as JSON: see bench.ts. */
import { compileGraph, createRuntime, defineGraph } from "handoff-machine";
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

const [subject = "ours", what = "a"] = process.argv.slice(2);
const measured: Record<string, () => object | Promise<object>> = {
  a: () => oneExchangeSessions(subject),
  b: () => oneLongSession(subject),
  f: () => manySessions(subject),
  compile: () => meshCompilation(),
};
console.log(JSON.stringify(await measured[what]?.()));
