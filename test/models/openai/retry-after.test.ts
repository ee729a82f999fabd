import { expect, test } from "vitest";
import { readRetryAfter } from "../../../src/models/openai/retry-after.ts";

const now = Date.UTC(2030, 0, 1, 12, 0, 0);

test.each([
  [{}, undefined],
  [{ "retry-after": "7" }, 7000],
  [{ "retry-after": "0.25" }, 250],
  [{ "retry-after": "0" }, 0],
  [{ "retry-after": "Tue, 01 Jan 2030 12:00:30 GMT" }, 30_000],
  [{ "retry-after": "Tue, 01 Jan 2030 11:00:00 GMT" }, 0],
  [{ "retry-after": "soon" }, undefined],
  [{ "retry-after": "-5" }, undefined],
  [{ "retry-after": "1e3" }, undefined],
  [{ "retry-after": "" }, undefined],
  [{ "retry-after-ms": "1500", "retry-after": "9" }, 1500],
  [{ "retry-after-ms": "odd", "retry-after": "9" }, 9000],
])("%j means %j ms", (headers, expected) => {
  expect(readRetryAfter(new Headers(headers), now)).toBe(expected);
});
