import { expect, test } from "vitest";
import { rowLabel } from "../../src/draw/row-label.ts";
import type { Row } from "../../src/machine/row.ts";
import { everything } from "./everything.ts";

const labelOf = (when: Row["when"], { index, agent = "triage", event = "turn.due" }: Place = {}) =>
  rowLabel(everything, {
    agent,
    event,
    row: { when, goTo: null, change: null, ...(index !== undefined && { index }) },
    isElse: true,
  });

interface Place {
  readonly index?: number;
  readonly agent?: string;
  readonly event?: string;
}

test("a condition is named with what it reads", () => {
  expect(labelOf("routeOpen", { index: 1 })).toBe("routeOpen · refunded");
  expect(labelOf("followOpen", { index: 1, agent: "refunds" })).toBe("followOpen · amount > 500");
  expect(labelOf("entryOpen", { index: 1 })).toBe("entryOpen · not verified");
  expect(labelOf("ended", { index: 1 })).toBe('ended · user said "goodbye" and agent billing');
  expect(labelOf("tripped", { index: 0 })).toBe("tripped · jailbreak");
  expect(labelOf("endOpen", { agent: "billing", event: "end.due" })).toBe("endOpen · verified");
  expect(labelOf("open", { agent: "billing", event: "handoff.refunds" })).toBe("open · verified");
});

test("a condition that reads nothing, or says not what, is named alone", () => {
  expect(labelOf("followOpen", { index: 4, agent: "refunds" })).toBe("followOpen");
  expect(labelOf("routeOpen")).toBe("routeOpen");
  expect(labelOf("tripped")).toBe("tripped");
  expect(labelOf("ended", { index: 9 })).toBe("ended");
  expect(labelOf("due")).toBe("due");
  expect(labelOf(null)).toBe("else");
});
