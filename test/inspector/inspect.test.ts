import { request } from "node:http";
import { createRuntime, type Session } from "handoff-machine";
import { inspect } from "handoff-machine/inspector";
import { call, handOff, type ScriptedStep, scriptedModel } from "handoff-machine/testing";
import { expect, test } from "vitest";
import { supportDesk, supportDeskProperties } from "../../machines/support-desk.ts";
import { framesIn, readEvents, sessionsIn } from "./inspected.ts";
import { runningClock } from "./recorded-journal.ts";

const script: readonly ScriptedStep[] = [
  { calls: [call("verifyIdentity", { email: "ada@example.com", passphrase: "swordfish" })] },
  { text: "To refunds.", calls: [handOff("refunds", { orderId: "A-1", reason: "broken" })] },
  { calls: [call("issueRefund", { orderId: "A-1", amount: 129 })] },
  { chunks: ["It ", "is ", "done."] },
];

function desk(replies: readonly ScriptedStep[] = script) {
  const ids = { session: () => "s", jitter: () => 0.5 };
  return createRuntime(supportDesk, { model: scriptedModel(replies), ids, clock: runningClock(1_000) });
}

async function play(session: Session): Promise<string> {
  await session.send("My money, please.").ended;
  await session.approve().ended;
  return await session.export();
}

test("one line shows the sessions of a runtime on this machine, and closing it leaves the runtime alone", async () => {
  const globals = [globalThis.Request, globalThis.Response];
  const runtime = desk();
  const inspector = await inspect(runtime, { port: 0, properties: supportDeskProperties });
  expect([globalThis.Request, globalThis.Response]).toEqual(globals);
  expect(inspector.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  const reader = readEvents(await fetch(`${inspector.url}api/stream?session=s`));
  await reader.until((events) => events.length > 0);
  const session = await runtime.open("s");
  await session.send("My money, please.").ended;
  await reader.until((events) => framesIn(events).at(-1)?.status === "awaitingApproval");

  await inspector.close();
  await expect(reader.until(() => false)).rejects.toThrow();
  await expect(fetch(`${inspector.url}api/flow`)).rejects.toThrow("fetch failed");
  await session.approve().ended;
  expect(session.state.variables.refunded).toBe(true);
});

test("whoever looks changes nothing of what is journaled", async () => {
  const alone = await play(await desk().open());
  const runtime = desk();
  const inspector = await inspect(runtime, { port: 0 });
  const readers = await Promise.all(
    ["s", "s", "other"].map(async (id) => readEvents(await fetch(`${inspector.url}api/stream?session=${id}`))),
  );
  await Promise.all(readers.map((reader) => reader.until((events) => events.length > 0)));
  const observed = await play(await runtime.open());
  await readers[0]?.until((events) => framesIn(events).some(({ variables }) => variables.refunded === true));
  await inspector.close();
  expect(observed).toBe(alone);
});

test("while nobody looks, the runtime is not observed", async () => {
  const runtime = desk();
  let observers = 0;
  const counted: typeof runtime = {
    ...runtime,
    observe: (observer) => {
      observers++;
      const remove = runtime.observe(observer);
      return () => {
        observers--;
        remove();
      };
    },
  };
  const inspector = await inspect(counted, { port: 0 });
  await (await fetch(`${inspector.url}api/flow`)).text();
  expect(observers).toBe(0);
  const reader = readEvents(await inspector.fetch(new Request(`${inspector.url}api/stream`)));
  await reader.until((events) => events.length > 0);
  expect(observers).toBe(1);
  await reader.close();
  expect(observers).toBe(0);

  const head = await inspector.fetch(new Request(`${inspector.url}api/stream`, { method: "HEAD" }));
  expect(head.status).toBe(200);
  expect(observers).toBe(0); // nobody ever reads it

  const late = await inspector.fetch(new Request(`${inspector.url}api/stream`));
  await inspector.close();
  await expect(readEvents(late).until(() => false)).rejects.toThrow("The stream ended");
  expect((await inspector.fetch(new Request(`${inspector.url}api/stream`))).status).toBe(404);
  expect(observers).toBe(0);
});

test("a reader who does not read holds nothing up, and gets all of it when they do", async () => {
  const replies = Array.from(
    { length: 200 },
    (_, turn): ScriptedStep => ({ chunks: Array.from({ length: 20 }, () => `${turn} `) }),
  );
  const runtime = desk(replies);
  const inspector = await inspect(runtime, { port: 0 });
  const reader = readEvents(await inspector.fetch(new Request(`${inspector.url}api/stream?session=s`)));
  await reader.until((events) => events.length > 0);
  const session = await runtime.open("s");
  for (let turn = 0; turn < 200; turn++) await session.send(`Question ${turn}`).ended;
  await reader.until((events) => framesIn(events).length === session.state.position);
  expect(framesIn(reader.events).map(({ position }) => position)).toEqual([...Array(401).keys()]);
  await reader.until((events) => sessionsIn(events).some(({ length }) => length === 401));
  await reader.close();
  await inspector.close();
});

test("where the usual port is taken a free one is; where one was asked for, that is an error", async () => {
  const [one, two] = await Promise.all([inspect(desk()), inspect(desk())]);
  expect(one.url).not.toBe(two.url);
  const port = Number(new URL(one.url ?? "").port);
  await expect(inspect(desk(), { port })).rejects.toMatchObject({ code: "bad_option" });
  await Promise.all([one.close(), two.close()]);
});

test("a path that climbs out of the page, as no browser sends it, finds nothing", async () => {
  const inspector = await inspect(desk(), { port: 0 });
  const { hostname, port } = new URL(inspector.url ?? "");
  const statusOf = (path: string, headers: Record<string, string> = {}): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      request({ hostname, port, path, headers }, (response) => resolve(response.resume().statusCode))
        .on("error", reject)
        .end();
    });
  for (const path of ["/../../package.json", "/assets/../../../package.json", "/..%2f..%2fpackage.json"])
    expect([404, 503]).toContain(await statusOf(path));
  expect(await statusOf("/api/flow", { host: "evil.example" })).toBe(403);
  await inspector.close();
});
