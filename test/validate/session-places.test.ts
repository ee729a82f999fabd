import { expect, test } from "vitest";
import { parseSessionCondition } from "../../src/graph/parse-session-condition.ts";
import type { SessionCondition } from "../../src/graph/session-condition.ts";
import { formatPlace } from "../../src/validate/format-place.ts";
import { sessionPlaces } from "../../src/validate/session-places.ts";

const [turns, agent, tool] = [{ turns: { atLeast: 1 } }, { agent: "a" }, { tool: "look" }];

test.for<readonly [SessionCondition, readonly string[]]>([
  [{}, ["session"]],
  [turns, ["session.turns"]],
  [{ ...turns, ...agent }, ["session", "session.turns", "session.agent"]],
  [{ variables: {}, not: tool }, ["session", "session.variables", "session.not", "session.not.tool"]],
  [
    { any: [turns, { ...agent, ...tool }] },
    ["session.any", "session.any[0].turns", "session.any[1]", "session.any[1].agent", "session.any[1].tool"],
  ],
  [{ all: [turns] }, ["session", "session.all", "session.all[0].turns"]],
  [{ all: [turns, turns] }, ["session", "session.all", "session.all[0].turns", "session.all[1].turns"]],
  [{ all: [agent, turns] }, ["session", "session.all", "session.all[0].agent", "session.all[1].turns"]],
  [
    { ...turns, all: [agent, agent] },
    ["session", "session.turns", "session.all", "session.all[0].agent", "session.all[1].agent"],
  ],
])("the parts of %j stand where they are written", ([condition, expected]) => {
  const places = [...sessionPlaces(parseSessionCondition(condition), ["session"])];
  expect(places.map(({ path }) => formatPlace(path))).toEqual(expected);
});
