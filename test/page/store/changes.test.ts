import { describe, expect, test } from "vitest";
import type { Frame } from "../../../src/inspect/frame.ts";
import { follow, goTo, headOf, heard, positionOf } from "../../../src/page/store/changes.ts";
import { initialState } from "../../../src/page/store/page-state.ts";

const frame = (position: number, event: string): Frame => ({
  position,
  at: position,
  event,
  state: "opened",
  status: "opened",
  isDropped: false,
  taken: null,
  updates: [],
  messages: [],
  variables: {},
});
const session = "demo";
const delta = (text: string) => ({ type: "delta", session, agent: "triage", turn: 1, text }) as const;
const frames = (...list: Frame[]) => ({ type: "frames", session, frames: list }) as const;
/** A record only grows, so each test has its own. */
const begin = () => heard(follow(initialState, session), frames(frame(0, "session.opened"), frame(1, "user.message")));

describe("what the server says", () => {
  test("adds up while a model speaks, whatever else happens, until the turn is over", () => {
    const spoken = [delta("Good "), frames(frame(2, "user.message")), delta("morning.")].reduce(heard, begin());
    expect(spoken.streaming?.text).toBe("Good morning.");
    expect(heard(spoken, frames(frame(3, "model.replied"))).streaming).toBeNull();
  });

  test("about another session changes nothing", () => {
    const begun = begin();
    expect(heard(begun, { ...delta("Hello"), session: "other" })).toBe(begun);
  });

  test("can be that all of it is void", () => {
    expect(headOf(heard(begin(), { type: "reset", session }))).toBe(-1);
  });
});

test("the head is followed until one goes back, and again when one goes there", () => {
  const more = frames(frame(2, "model.replied"));
  expect(positionOf(heard(begin(), more))).toBe(2);
  const back = goTo(begin(), 0);
  expect(goTo(back, 99).position).toBeNull();
  expect(goTo(back, -5).position).toBe(0);
  expect(positionOf(heard(back, more))).toBe(0);
});
