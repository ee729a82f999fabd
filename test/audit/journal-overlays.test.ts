import { createRuntime, defineGraph, fromNdjson, type Graph } from "handoff-machine";
import { handOff, type ScriptedCall, type ScriptedReply, scriptedModel } from "handoff-machine/testing";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { coverageOverlay, sessionOverlay } from "../../src/audit/journal-overlays.ts";
import type { Entry } from "../../src/journal/entry.ts";

const desk = defineGraph({
  id: "desk",
  start: "triage",
  variables: z.object({ verified: z.boolean() }),
  initial: { verified: false },
  agents: {
    triage: { handoffs: { billing: {}, refunds: { when: { verified: true }, offer: "always" } } },
    billing: { description: "Answers.", handoffs: { triage: {} } },
    refunds: { description: "Pays." },
  },
});

async function journal(...replies: readonly (string | ScriptedCall | ScriptedReply)[]): Promise<readonly Entry[]> {
  const session = await createRuntime(desk, { model: scriptedModel(replies) }).open("one");
  await session.send("Hello").ended;
  return [...fromNdjson(await session.export())];
}

describe("a session", () => {
  test("shows what it took, what was refused, and where it is", async () => {
    const entries = await journal(
      handOff("refunds"),
      handOff("billing"),
      handOff("triage"),
      handOff("billing"),
      "Done.",
    );
    const { marks, title } = await sessionOverlay(desk, entries);
    expect(title).toBe(`session one, ${entries.length} entries`);
    expect(marks.get("handoff triage→billing")).toEqual({ tone: "visited", count: 2 });
    expect(marks.get("handoff billing→triage")).toEqual({ tone: "visited", count: 1 });
    expect(marks.get("handoff triage→refunds")).toEqual({ tone: "refused", count: 1 });
    expect(marks.get("agent:billing")).toEqual({ tone: "active", count: 2 });
    expect(marks.get("agent:triage")).toEqual({ tone: "visited", count: 2 });
    expect(marks.get("state:billing.awaitingUser")?.tone).toBe("active");
    expect(marks.has("agent:refunds")).toBe(false);
    expect([...marks].filter(([, { tone }]) => tone === "last").map(([id]) => id)).toEqual([
      "billing.awaitingModel model.replied nothingDue",
    ]);
  });

  test("that was only opened is at its beginning", async () => {
    const session = await createRuntime(desk, { model: scriptedModel([]) }).open();
    const { marks } = await sessionOverlay(desk, fromNdjson(await session.export()));
    expect([...marks]).toEqual([["state:opened", { tone: "active" }]]);
  });
});

test("many sessions show how often each way was taken, and which never", async () => {
  const journals = [
    await journal(handOff("billing"), "Done."),
    await journal("Hi."),
    await journal(handOff("billing"), "So."),
  ];
  const { marks, title } = await coverageOverlay(desk, journals);
  expect(title).toBe("what 3 sessions took, and what none did");
  expect(marks.get("handoff triage→billing")).toEqual({ tone: "visited", count: 2 });
  expect(marks.get("start")).toEqual({ tone: "visited", count: 3 });
  expect(marks.get("handoff triage→refunds")).toEqual({ tone: "never" });
  expect(marks.get("agent:refunds")).toEqual({ tone: "never" });
  expect(marks.get("triage.failed run.resumed")).toEqual({ tone: "never" });
});

test("a journal of another graph is refused", async () => {
  const other = defineGraph({ id: "other", start: "a", agents: { a: {} } }) as unknown as Graph;
  await expect(sessionOverlay(other, await journal("Hi."))).rejects.toThrow(/was written under graph "desk"/);
});
