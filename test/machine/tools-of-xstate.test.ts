import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createInspector } from "@statelyai/inspect";
import { Conversation, compileGraph, type MachineEvent } from "handoff-machine";
import { describe, expect, test } from "vitest";
import { createActor } from "xstate";
import { getShortestPaths } from "xstate/graph";
import { desk } from "../runtime/desk.ts";

const usage = { inputTokens: 0, outputTokens: 0 };
const hello: MachineEvent = { type: "user.message", text: "Hello", at: 1 };
const answer: MachineEvent = {
  type: "model.replied",
  turn: 1,
  attempt: 1,
  model: "m",
  text: "Hi.",
  calls: [],
  usage,
  offers: [],
  at: 2,
};

describe("the machine serves", () => {
  test("xstate/graph, which finds a path to every agent that a handoff leads to", () => {
    const handOff = (to: string, input: object): MachineEvent => ({
      ...answer,
      text: "",
      calls: [{ id: null, name: to, arguments: "{}", kind: "handoff", to, input: { ...input } }],
    });
    const guard = { holds: true, reads: {} };
    const paths = getShortestPaths(compileGraph(desk()), {
      events: [
        hello,
        handOff("billing", {}),
        handOff("clerk", {}),
        { type: "handoff.billing", call: "1.0", input: {}, guard, at: 3 },
        { type: "handoff.clerk", call: "1.0", input: {}, guard, at: 3 },
      ],
      serializeState: ({ value, context }) => JSON.stringify([value, context.reply, context.turn]),
      stopWhen: ({ context }) => context.turn > 2,
    });
    const reached = new Set(
      paths.map(({ state }) => (typeof state.value === "string" ? state.value : Object.keys(state.value)[0])),
    );
    expect(reached).toEqual(new Set(["opened", "triage", "billing", "clerk"]));
  });

  test("Stately's inspector, which sees every event and snapshot as JSON", async () => {
    const seen: { type: string }[] = [];
    const done = Promise.withResolvers<void>();
    const send = (event: object): void => {
      seen.push(JSON.parse(JSON.stringify(event)));
      if (JSON.stringify(event).includes('"text":"Hi."') && JSON.stringify(event).includes("@xstate.snapshot"))
        done.resolve();
    };
    const { inspect } = createInspector({ send });
    const actor = createActor(compileGraph(desk()), { inspect }).start();
    actor.send(hello);
    actor.send(answer);
    await done.promise;
    expect(seen.filter(({ type }) => type === "@xstate.event")).toHaveLength(3);
    expect(JSON.stringify(seen.at(-1))).toContain('"triage":"awaitingUser"');
  });

  test("createActor, persisted and restored in mid-conversation", () => {
    const machine = compileGraph(desk());
    const actor = createActor(machine).start();
    actor.send(hello);
    expect(actor.getSnapshot().can(answer)).toBe(true);
    const { context, ...persisted } = JSON.parse(JSON.stringify(actor.getPersistedSnapshot()));
    const snapshot = { ...persisted, context: { ...context, conversation: Conversation.from(context.conversation) } };
    const restored = createActor(machine, { snapshot }).start();
    restored.send(answer);
    expect(restored.getSnapshot().value).toEqual({ triage: "awaitingUser" });
    expect(restored.getSnapshot().context.conversation.at(-1)).toMatchObject({ text: "Hi." });
  });

  test("XState's development build, without a warning", async () => {
    const program = `
      import { compileGraph, createStepper } from "handoff-machine";
      const { supportDesk } = await import(${JSON.stringify(new URL("../../machines/support-desk.ts", import.meta.url).href)});
      const { initial, step } = createStepper(compileGraph(supportDesk));
      const { snapshot } = step(initial, ${JSON.stringify(hello)});
      console.log(JSON.stringify(step(snapshot, ${JSON.stringify(answer)}).snapshot.value));
    `;
    const root = fileURLToPath(new URL("../..", import.meta.url));
    const args = ["--conditions=development", "--input-type=module", "-e", program];
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { cwd: root });
    expect({ stdout, stderr }).toEqual({ stdout: '{"triage":"awaitingUser"}\n', stderr: "" });
  });
});
