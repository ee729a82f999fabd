import { describe, expect, test } from "vitest";
import { agent, found } from "./found.ts";

const agents = { a: { ...agent, tools: ["write"], handoffs: { b: {} } }, b: agent };
const ending = (end: object, part: object = {}): readonly string[] =>
  found({ agents, ends: [{ outcome: "over", ...end }], ...part });
const prices = { "": { input: 1, output: 2 } };
const predicate = { name: "isPolite", test: (): boolean => true };

describe("an end over the session", () => {
  const at = "ends[0].session";
  test.for([
    [{ messages: { atLeast: 40 } }, []],
    [{ any: [{ text: { includes: "bye" } }, { agent: "b" }] }, []],
    [{ tool: "write" }, []],
    [{ all: [{ predicate }, { predicate }] }, []],
    [{ agent: "c" }, [`unknown-agent ${at}.agent`]],
    [{ agent: ["b", "c"] }, [`unknown-agent ${at}.agent[1]`]],
    [{ not: { agent: "bb" } }, [`unknown-agent ${at}.not.agent`]],
    [{ tool: "writ" }, [`unknown-tool ${at}.tool`]],
    [{ any: [{ turns: { atLeast: 5 } }, { tool: ["write", "wirte"] }] }, [`unknown-tool ${at}.any[1].tool[1]`]],
    [{ variables: { verifed: true } }, [`unknown-variable ${at}.variables.verifed`]],
    [{ turns: { atLeast: 5 }, variables: { plan: "gold" } }, [`unknown-value ${at}.variables.plan`]],
    [
      { any: [{ variables: { verified: true } }, { variables: { amount: "5" } }] },
      [`mismatched-value ${at}.any[1].variables.amount`],
    ],
    [{ variables: { amount: { lessThan: 0 } } }, [`guard-never-holds ${at}.variables`]],
    [{ turns: { atLeast: 1 }, variables: {} }, [`guard-always-holds ${at}.variables`]],
    [{ cost: { atLeast: 1 } }, [`cost-without-prices ${at}.cost`]],
    [
      { any: [{ turns: { atLeast: 9 } }, { not: { cost: { atMost: 1 } } }] },
      [`cost-without-prices ${at}.any[1].not.cost`],
    ],
  ] as const)("%j gives %j", ([session, expected]) => {
    expect([...ending({ session })].sort()).toEqual([...expected].sort());
  });
});

describe("an end that can never be", () => {
  const at = "end-never-holds ends[0].session";
  test.for([
    [{ messages: { atLeast: 5, atMost: 3 } }, `${at}.messages`],
    [{ messages: { lessThan: 1 } }, `${at}.messages`],
    [{ turns: { moreThan: 4, lessThan: 5 } }, `${at}.turns`],
    [{ tokens: { atMost: -1 } }, `${at}.tokens`],
    [{ elapsed: { moreThan: 5, atMost: 5 } }, `${at}.elapsed`],
    [{ cost: { moreThan: 5, lessThan: 5 } }, `${at}.cost`],
    [{ any: [{ agent: "b" }, { messages: { atLeast: 5, atMost: 3 } }] }, `${at}.any[1].messages`],
    [{ all: [{ turns: { atLeast: 5 } }, { turns: { atMost: 3 } }] }, at],
    [{ agent: [] }, at],
    [{ any: [] }, at],
    [{ any: [{ tool: [] }, { not: { messages: { atLeast: 1 } } }] }, at],
    [{ not: {} }, at],
    [{ not: { any: [{ predicate }, { turns: { atLeast: 0 } }] } }, at],
    [{ all: [{ agent: ["a", "b"] }, { agent: "b" }, { agent: "a" }] }, at],
    [{ all: [{ variables: { verified: true } }, { variables: { verified: false } }] }, at],
  ] as const)("%j", ([session, expected]) => {
    expect(ending({ session }, { prices })).toEqual([expected]);
  });

  test("when both of its parts exclude one another", () => {
    const part = { when: { verified: true }, session: { variables: { verified: false }, messages: { atLeast: 3 } } };
    expect(ending(part)).toEqual([at]);
  });

  test.for([
    { cost: { moreThan: 4, lessThan: 5 } },
    { messages: { atLeast: 5, atMost: 5 } },
    { not: { messages: { atLeast: 5, atMost: 6 }, predicate }, turns: { atLeast: 1 } },
    { all: [{ agent: ["a", "b"] }, { agent: ["b"] }] },
    { all: [{ text: { includes: "a" } }, { text: { includes: "b" } }] },
  ])("but not %j", (session) => {
    expect(ending({ session }, { prices })).toEqual([]);
  });
});

describe("an end that is there at once", () => {
  const at = "end-holds-initially ends[0].session";
  test.for([
    [{ session: { messages: { atMost: 40 } } }, [at]],
    [{ session: { turns: { lessThan: 5 }, agent: "a" } }, [at]],
    [{ session: {} }, [at]],
    [{ session: { text: {} } }, [at]],
    [{ session: { text: { by: "user", includes: "" } } }, [at]],
    [{ session: { not: { tool: "write" } } }, [at]],
    [{ session: { any: [{ predicate }, { messages: { atLeast: 1 } }] } }, [at]],
    [{ session: { variables: { plan: "free" }, messages: { atMost: 3 } } }, [at]],
    [{ when: { plan: "free" }, session: { messages: { atMost: 3 } } }, [at]],
    [{ when: { plan: "free" } }, ["end-holds-initially ends[0].when"]],
    [{ when: { plan: "pro" }, session: { messages: { atMost: 3 } } }, []],
    [{ when: { plan: "free" }, session: { messages: { atLeast: 3 } } }, []],
    [{ session: { messages: { atMost: 3 }, predicate } }, []],
    [{ session: { messages: { atMost: 3 }, agent: "b" } }, []],
    [{ session: { text: { by: "agent" } } }, []],
    [{ session: { text: { matches: "^bye" } } }, []],
    [{ session: { not: { text: { includes: "bye" } } } }, []],
  ] as const)("%j gives %j", ([end, expected]) => {
    expect(ending(end)).toEqual(expected);
  });

  test("not where it depends who has the conversation", () => {
    const entry = [{ when: { verified: true }, agent: "b" }];
    expect(ending({ session: { turns: { atMost: 5 }, agent: "a" } }, { entry })).toEqual([]);
  });
});

test("the guard with which a model may end the session is judged like any other", () => {
  const withEnd = (when: unknown): readonly string[] =>
    found({ agents: { a: { ...agent, tools: ["write"], canEnd: { when } } } });
  expect(withEnd({ verified: true })).toEqual([]);
  expect(withEnd({ verifed: true })).toEqual(["unknown-variable agents.a.canEnd.when.verifed"]);
  expect(withEnd({ amount: { lessThan: 0 } })).toEqual(["guard-never-holds agents.a.canEnd.when"]);
  expect(withEnd({ any: true })).toEqual(["guard-mistake agents.a.canEnd.when.any"]);
});

test("a variable that only an end reads counts as read", () => {
  const part = {
    agents: { a: agent },
    tools: {},
    ends: [{ session: { variables: { verified: true } }, outcome: "x" }],
  };
  expect(found(part)).toContain("constant-variable variables.verified");
});
