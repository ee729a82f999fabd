import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createInspector } from "@statelyai/inspect";
import { createRuntime, memoryJournal, type Runtime } from "handoff-machine";
import { statelyInspector } from "handoff-machine/stately";
import { call, handOff, scriptedModel } from "handoff-machine/testing";
import { describe, expect, test } from "vitest";
import { supportDesk } from "../../machines/support-desk.ts";
import { socketTarget } from "../../src/stately/socket-target.ts";
import { acceptSocket } from "./accept-socket.ts";

type Sent = Readonly<Record<string, unknown>> & { readonly type: string; readonly sessionId: string };

const journal = memoryJournal();

function runtimeWith(script: Parameters<typeof scriptedModel>[0]): Runtime {
  return createRuntime(supportDesk, { model: scriptedModel(script), journal }) as unknown as Runtime; // its names are data here
}

/** A runtime whose sessions are handed to Stately's own inspector, and what that sends. */
async function looking(
  script: Parameters<typeof scriptedModel>[0],
): Promise<{ readonly runtime: Runtime; readonly sent: () => Promise<readonly Sent[]> }> {
  const messages: Sent[] = [];
  const runtime = runtimeWith(script);
  const inspector = createInspector({ send: (event) => messages.push(JSON.parse(JSON.stringify(event))) });
  const stately = await statelyInspector(runtime, { inspector });
  return {
    runtime,
    async sent() {
      await stately.settled();
      return messages;
    },
  };
}

const verify = call("verifyIdentity", { email: "ada@example.org", passphrase: "swordfish" });

describe("Stately's inspector", () => {
  test("gets a session as an actor with its statechart, and each entry as an event and a snapshot", async () => {
    const { runtime, sent } = await looking([verify, handOff("billing"), "Here is your invoice."]);
    const session = await runtime.open("one");
    await session.send("My secret is swordfish").ended;
    const [actor, ...rest] = await sent();
    expect(actor).toMatchObject({ type: "@xstate.actor", sessionId: "one", name: "support-desk" });
    expect(actor?.snapshot).toMatchObject({ status: "active", value: "opened", context: { messages: 0 } });
    const definition = JSON.parse(String(actor?.definition));
    expect(Object.keys(definition.states).toSorted()).toEqual([
      "billing",
      "cancelled",
      "completed",
      "opened",
      "refunds",
      "triage",
    ]);
    expect(definition.states.triage.states.deciding.on["handoff.refunds"]).toContainEqual(
      expect.objectContaining({
        target: "#support-desk.refunds.awaitingModel",
        guard: expect.objectContaining({ type: "open" }),
      }),
    );
    const entries = await Array.fromAsync(journal.read("one"));
    expect(rest.map(({ type, sessionId }) => `${type} ${sessionId}`)).toEqual(
      entries.slice(1).flatMap(() => ["@xstate.event one", "@xstate.snapshot one"]),
    );
    expect(rest.at(-1)?.snapshot).toMatchObject({
      status: "active",
      value: { billing: "awaitingUser" },
      context: { agent: "billing", variables: { verified: true, plan: "pro" }, turn: 3, waitingForApproval: 0 },
    });
    expect(rest.map(({ event }) => event)).toContainEqual(
      expect.objectContaining({ type: "model.replied", calls: ["handoff_to_billing"] }),
    );
  });

  test("is not told what was said: no text, no argument, no result", async () => {
    const { runtime, sent } = await looking([verify, "Your invoice is INV-ALPHA."]);
    await (await runtime.open("quiet")).send("My secret is swordfish").ended;
    const text = JSON.stringify(await sent());
    for (const word of ["swordfish", "ada@example.org", "INV-ALPHA", "instructions"]) expect(text).not.toContain(word);
    expect(text).toContain("verifyIdentity");
  });

  test("gets a session that it first sees in its midst as it stands there", async () => {
    const before = runtimeWith([verify, handOff("billing"), "Anything else?"]);
    await (await before.open("resumed")).send("Hello").ended;
    before.close();
    const { runtime, sent } = await looking(["No."]);
    await (await runtime.open("resumed")).send("And?").ended;
    const [actor, first] = await sent();
    expect(actor?.snapshot).toMatchObject({ value: { billing: "awaitingUser" }, context: { turn: 3 } });
    expect(first?.event).toMatchObject({ type: "user.message" });
  });

  test("does not disturb a session when it fails", async () => {
    const runtime = runtimeWith(["Hello!"]);
    const broken = (): never => {
      throw new TypeError("no page");
    };
    const inspector = { actor: broken, event: broken, snapshot: broken, stop: () => undefined };
    const stately = await statelyInspector(runtime, { inspector });
    const session = await runtime.open("undisturbed");
    expect(await session.send("Hi").ended).toMatchObject({ status: "awaitingUser" });
    await stately.settled();
    stately.close();
  });
});

describe("the WebSocket of Stately's inspector", () => {
  test("carries the messages to a server, those before it was open too, and closes", async () => {
    const received: Sent[] = [];
    const closed = Promise.withResolvers<void>();
    const server = createServer().on("upgrade", (request, socket) => {
      acceptSocket(request, socket, { onText: (text) => received.push(JSON.parse(text)), onClose: closed.resolve });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo; // it listens on a port
    const runtime = runtimeWith(["Hello!"]);
    const stately = await statelyInspector(runtime, { url: `ws://127.0.0.1:${port}` });
    await (await runtime.open("wired")).send("Hi").ended;
    await stately.settled();
    await expect.poll(() => received.at(-1)?.snapshot).toMatchObject({ value: { triage: "awaitingUser" } });
    expect(received[0]).toMatchObject({ type: "@xstate.actor", sessionId: "wired" });
    stately.close();
    await closed.promise;
    server.close();
  });

  test.each(["localhost:8080", "ftp://localhost", "ws://"])("an address that is none is refused: %s", async (url) => {
    await expect(socketTarget(url)).rejects.toMatchObject({ code: "bad_option" });
  });

  test("without the package says what to install", async () => {
    const missing = Object.assign(new Error("Cannot find package"), { code: "ERR_MODULE_NOT_FOUND" });
    await expect(socketTarget("ws://127.0.0.1:1", () => Promise.reject(missing))).rejects.toMatchObject({
      code: "missing_package",
      message: expect.stringContaining("npm install @statelyai/inspect"),
    });
  });
});
