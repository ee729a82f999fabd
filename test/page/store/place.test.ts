import { expect, test } from "vitest";
import { readPlace, writePlace } from "../../../src/page/store/place.ts";

test("a place is read as it was written", () => {
  for (const place of [
    { session: "a b/ü#&=", position: 0, level: "states" },
    { session: null, position: null, level: "agents" },
    { session: "demo", position: 10_000, level: "agents" },
  ] as const) {
    expect(readPlace(writePlace(place))).toEqual(place);
  }
});

test("what nobody has written is taken for nothing", () => {
  expect(readPlace("#at=-1&level=other")).toEqual({ session: null, position: null, level: "agents" });
  expect(readPlace("#at=1e9&session=x")).toEqual({ session: "x", position: null, level: "agents" });
});
