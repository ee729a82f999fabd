import { describe, expect, test } from "vitest";
import type { Frame } from "../../../src/inspect/frame.ts";
import type { ModelQuestion, SessionSummary } from "../../../src/inspect/wire.ts";
import { follow, heard } from "../../../src/page/store/changes.ts";
import { initialState } from "../../../src/page/store/page-state.ts";
import { standingOf } from "../../../src/page/store/standing.ts";

const session = "demo~1";
const summary: SessionSummary = {
  id: session,
  state: "opened",
  status: "interrupted",
  length: 2,
  startedAt: 0,
  changedAt: 0,
  title: "",
  waiting: 0,
  model: null,
  forkOf: null,
  problem: null,
};
const question: ModelQuestion = { agent: "a", turn: 1, instructions: "", messages: 1, tools: [], withheld: [] };
const frame = (position: number, status: Frame["status"]): Frame => ({
  position,
  at: position,
  event: "user.message",
  state: "opened",
  status,
  isDropped: false,
  taken: null,
  updates: [],
  messages: [],
  variables: {},
});
const running = () =>
  heard(follow(initialState, session), {
    type: "frames",
    session,
    frames: [frame(0, "opened"), frame(1, "running")],
  });

describe("where a session is", () => {
  test("is what its entries say, while the server works on it", () => {
    const state = { ...running(), sessions: [{ ...summary, status: "running" as const }] };
    expect(standingOf(state)).toBe("running");
    expect(standingOf(initialState)).toBeNull();
  });

  test("is interrupted where nobody goes on with what its entries have begun", () => {
    const state = { ...running(), sessions: [summary] };
    expect(standingOf(state)).toBe("interrupted");
    expect(standingOf({ ...state, position: 0 })).toBe("opened");
  });

  test("is with whoever looks, where they are asked", () => {
    expect(standingOf({ ...running(), question })).toBe("asked");
  });
});
