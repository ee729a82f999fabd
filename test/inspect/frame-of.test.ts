import { replaySteps } from "handoff-machine";
import { expect, test } from "vitest";
import { supportDesk } from "../../machines/support-desk.ts";
import type { Frame } from "../../src/inspect/frame.ts";
import { frameOf } from "../../src/inspect/frame-of.ts";
import { recordedJournal } from "../inspector/recorded-journal.ts";

async function framesOf(session: string): Promise<readonly Frame[]> {
  const journal = await recordedJournal();
  const steps = await Array.fromAsync(replaySteps(supportDesk, journal.read(session)));
  return steps.map((step) => frameOf(supportDesk, step));
}

test("the opening tells the variables as they are at first", async () => {
  const [opening] = await framesOf("invoice");
  expect(opening).toMatchObject({
    position: 0,
    event: "session.opened",
    state: "opened",
    taken: null,
    isDropped: false,
    variables: { verified: false, plan: "free", refunded: false },
  });
});

test("a refused handoff comes with what its guard said and read", async () => {
  const frames = await framesOf("invoice");
  const refused = frames.find(({ updates }) => updates.some(({ type }) => type === "handoff.refused"));
  expect(refused?.taken).toMatchObject({
    refused: "handoff billing→refunds",
    edge: null,
    guard: { holds: false, reads: { verified: false } },
  });
});

test("a handoff that is made comes with its edge and the row that was taken", async () => {
  const frames = await framesOf("refund-granted");
  const made = frames.filter(({ updates }) => updates.some(({ type }) => type === "handoff.made"));
  expect(made.map(({ taken }) => [taken?.edge, taken?.row])).toEqual([
    ["handoff triage→refunds", "triage.deciding handoff.refunds open"],
    ["handoff refunds→triage", "refunds.deciding handoff.triage open"],
  ]);
});

test("variables, approvals and decisions are told where they change, and only there", async () => {
  const frames = await framesOf("refund-granted");
  const told = frames.flatMap(({ event, variables, approvals }) => [
    ...(Object.keys(variables).length === 0 ? [] : [`${event}: ${JSON.stringify(variables)}`]),
    ...(approvals === undefined ? [] : [`${event}: ${approvals.map(({ name }) => name).join(", ") || "none"} waiting`]),
  ]);
  expect(told).toEqual([
    'session.opened: {"verified":false,"plan":"free","refunded":false}',
    'tool.returned: {"verified":true,"plan":"pro"}',
    "model.replied: issueRefund waiting",
    "approval.granted: none waiting",
    'tool.returned: {"refunded":true}',
  ]);
});
