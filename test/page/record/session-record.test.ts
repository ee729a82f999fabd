import { beforeAll, describe, expect, test } from "vitest";
import { supportDesk } from "../../../machines/support-desk.ts";
import type { Frame } from "../../../src/inspect/frame.ts";
import { frameOf } from "../../../src/inspect/frame-of.ts";
import { replaySteps } from "../../../src/journal/replay.ts";
import { conversationItems } from "../../../src/page/record/conversation-items.ts";
import { refusedId } from "../../../src/page/record/ids-of-frame.ts";
import { createRecord, type SessionRecord } from "../../../src/page/record/session-record.ts";
import { spentAt } from "../../../src/page/record/spent-at.ts";
import { recordedJournal } from "../../inspector/recorded-journal.ts";

let frames: readonly Frame[];
let record: SessionRecord;

beforeAll(async () => {
  const journal = await recordedJournal();
  const steps = await Array.fromAsync(replaySteps(supportDesk, journal.read("refund-granted")));
  frames = steps.map((step) => frameOf(supportDesk, step));
  record = createRecord("refund-granted").append(frames);
});

describe("the record of a session", () => {
  test("is the same however its frames come, also twice", () => {
    let growing = createRecord("refund-granted");
    for (const frame of frames) growing = growing.append([frame]).append([frame]);
    expect(growing.items).toEqual(record.items);
    expect(growing.segments).toEqual(record.segments);
    expect(growing.positionsById).toEqual(record.positionsById);
  });

  test("knows where ways were taken and refused", () => {
    expect(record.positionsById.get("handoff triage→refunds")).toEqual([11]);
    expect(record.positionsById.get(refusedId("handoff triage→refunds"))).toEqual([3]);
    expect(record.positionsById.get("agent:triage")).toHaveLength(2);
  });

  test("has who had the conversation without gaps", () => {
    expect(record.segments.map(({ agent }) => agent)).toEqual([null, "triage", "refunds", "triage"]);
    for (const [index, { from }] of record.segments.entries()) {
      expect(from).toBe(index === 0 ? 0 : record.segments[index - 1]?.until);
    }
  });

  test("shows a wish for a handoff only until it is known what became of it", () => {
    const wishes = (position: number) => conversationItems(record, position).filter(({ kind }) => kind === "wish");
    expect(wishes(2)).toHaveLength(1);
    expect(wishes(3)).toHaveLength(0);
    expect(conversationItems(record, 3)).toBe(conversationItems(record, 4));
  });

  test("counts what an exchange has spent", () => {
    expect(spentAt(record, 5)).toEqual({ modelCalls: 2, toolCalls: 0, handoffs: 0, refusals: 1 });
    expect(spentAt(record, 11)).toEqual({ modelCalls: 2, toolCalls: 1, handoffs: 1, refusals: 0 });
  });
});
