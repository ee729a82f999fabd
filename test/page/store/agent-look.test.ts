import { expect, test } from "vitest";
import { agentLooks, lookOf } from "../../../src/page/store/agent-look.ts";

test("agents are told apart by letters and hue", () => {
  const looks = agentLooks(["triage", "refundDesk", "orders-europe", "agent12"]);
  expect([...looks.values()].map(({ initial }) => initial)).toEqual(["T", "RD", "OE", "12"]);
  expect(new Set([...looks.values()].map(({ hue }) => hue)).size).toBe(4);
  expect(lookOf(looks, "unknown").initial).toBe("U");
});
