import { expect, test } from "vitest";
import type { SessionSummary } from "../../../src/inspect/wire.ts";
import { chosenSessions } from "../../../src/page/header/chosen-sessions.ts";

const summary = (id: string, more: Partial<SessionSummary>): SessionSummary => ({
  id,
  state: { agent: "triage", inner: "awaitingUser" },
  status: "awaitingUser",
  length: 3,
  startedAt: 0,
  changedAt: 0,
  title: "Where is my parcel?",
  waiting: 0,
  model: null,
  forkOf: null,
  problem: null,
  ...more,
});
const sessions = [
  summary("one", { changedAt: 1 }),
  summary("two", { changedAt: 2, status: "failed", title: "Refund, please" }),
  summary("three", { changedAt: 3, state: { agent: "billing", inner: "awaitingUser" } }),
];
const none = { text: "", status: "", agent: "" };

test("sessions are found by words, status and agent, the newest first", () => {
  const ids = (filter: Partial<typeof none>) => chosenSessions(sessions, { ...none, ...filter }).map(({ id }) => id);
  expect(ids({})).toEqual(["three", "two", "one"]);
  expect(ids({ text: "PARCEL my" })).toEqual(["three", "one"]);
  expect(ids({ status: "failed" })).toEqual(["two"]);
  expect(ids({ agent: "billing" })).toEqual(["three"]);
});
