import { expect, test } from "vitest";
import { parseSessionCondition } from "../../src/graph/parse-session-condition.ts";
import type { SessionCondition } from "../../src/graph/session-condition.ts";
import { sessionLabel } from "../../src/graph/session-label.ts";

type Condition = SessionCondition<string, string, { verified: boolean; plan: string }>;

test.for<readonly [Condition, string]>([
  [{}, "always"],
  [{ any: [] }, "never"],
  [{ messages: { atLeast: 40 } }, "messages ≥ 40"],
  [{ elapsed: { moreThan: 1000, atMost: 5000 } }, "elapsed ≤ 5 s and elapsed > 1 s"],
  [{ text: {} }, "said something"],
  [{ text: { by: "user", includes: "bye", matches: "^b" } }, 'user said "bye" and /^b/'],
  [{ agent: "billing" }, "agent billing"],
  [{ tool: ["pay", "look"] }, "tool pay or look"],
  [{ variables: { verified: true } }, "verified"],
  [{ not: { agent: "billing" } }, "not agent billing"],
  [{ not: { variables: { verified: true, plan: "pro" } } }, "not (verified and plan = pro)"],
  [{ turns: { atLeast: 2 }, any: [{ agent: "a" }, { tool: "pay" }] }, "turns ≥ 2 and (agent a or tool pay)"],
  [{ predicate: { name: "isPolite", test: () => true } }, "isPolite()"],
])("%j reads %s", ([condition, label]) => {
  expect(sessionLabel(parseSessionCondition(condition as never))).toBe(label);
});
