import { expect, test } from "vitest";
import { z } from "zod";
import { UsageError } from "../../src/errors.ts";
import { defineGraph } from "../../src/graph/define-graph.ts";
import { handoffsOf } from "../../src/graph/graph.ts";
import { tool, toolFor } from "../../src/graph/tool.ts";

/* What does not have the shape of a definition is refused, with every place at once. */

test("what is no definition is refused with every place at once", () => {
  const definition = {
    id: 5,
    start: "a",
    agents: {
      a: { kind: "robot", tools: "look", handoffs: { b: { when: 5, maxTimes: "2" } }, routes: [{}] },
      b: null,
    },
    tools: { look: {} },
    limits: { modelCalls: "many" },
    onLimit: "explode",
    colour: "red",
    ends: {},
  };
  const error = thrownBy(() => defineGraph(definition as never));
  expect(error.code).toBe("bad_definition");
  for (const place of [
    "id must be a string, not a number",
    "colour must be one of",
    "agents.a.kind must be",
    "agents.a.tools must be a list",
    "agents.a.handoffs.b.when must be an object",
    "agents.a.handoffs.b.maxTimes must be a number",
    "agents.a.routes.0 must be an object with exactly one of to, end, ask, not with none of them",
    "agents.b must be an object, not null",
    "tools.look must be made by tool()",
    "limits.modelCalls must be a number",
    "onLimit must be",
    "ends must be a list",
  ]) {
    expect(error.message).toContain(place);
  }
});

const self: Record<string, unknown> = {};
self.any = [self, self];
const deep = Array.from({ length: 5_000 }).reduce<object>((not) => ({ not }), { turns: { atLeast: 1 } });
const pass = (): string => "pass";
test.for([
  [
    { routes: [{ to: "b", end: "done" }] },
    "routes.0 must be an object with exactly one of to, end, ask, not with to and end",
  ],
  [{ routes: [{ to: undefined, end: "done" }] }, "routes.0 must be an object with exactly one of"],
  [{ routes: [{ to: undefined }] }, "routes.0 must be an object with exactly one of"],
  [{ routes: [{ stay: { maxTurns: 1 } }] }, "routes.0.stay must be one of when, to, end, ask"],
  [{ afterReply: [{ stay: {} }] }, "afterReply.0.stay.maxTurns must be a number, not missing"],
  [{ afterReply: [{ stay: { maxTurns: 1 }, ask: "" }] }, "afterReply.0 must be an object with exactly one of"],
  [{ instructions: 5 }, "instructions must be a string, or a function, not a number"],
  [{ canEnd: "yes" }, 'canEnd must be true or false, or an object, not "yes"'],
  [{ canEnd: { result: 5 } }, "canEnd.result must be a schema"],
  [{ settings: { reasoningEffort: "huge" } }, "settings.reasoningEffort must be"],
  [{ view: { last: "5" } }, "view.last must be a number"],
  [{ view: { select: pass } }, "view.name must be a string, not missing"],
  [{ view: { summary: { keep: "5" } } }, "view.summary.keep must be a number"],
  [{ handoffs: { b: { maxTimes: { perExchange: "2" } } } }, "handoffs.b.maxTimes.perExchange must be a number"],
  [{ handoffs: { b: { set: [] } } }, "handoffs.b.set must be an object, not a list"],
  [{ handoffs: { b: { onHandoff: true } } }, "handoffs.b.onHandoff must be a function"],
] as const)("an agent %j", ([agent, problem]) => {
  const error = thrownBy(() => defineGraph({ id: "desk", start: "a", agents: { a: agent, b: {} } } as never));
  expect(error.message).toContain(`agents.a.${problem}`);
});

test.for([
  [{ agents: { a: undefined } }, "agents.a must be an object, not missing"],
  [{ tools: { look: undefined } }, "tools.look must be made by tool()"],
  [{ guardrails: { g: undefined } }, "guardrails.g must be an object, not missing"],
  [
    { guardrails: { g: { on: "input", check: pass, onTrip: {} } } },
    "onTrip must be an object with exactly one of to, end",
  ],
  [
    { guardrails: { g: { on: "input", check: pass, onTrip: "ask" } } },
    'onTrip must be "refuse" or "retry", or an object',
  ],
  [{ guardrails: { g: { on: "reply" } } }, "g.check must be a function, not missing"],
  [{ prices: { mini: { input: 1 } } }, "prices.mini.output must be a number, not missing"],
  [{ entry: "first" }, 'entry must be "last" or "start", or a list, not "first"'],
  [{ entry: [{ when: {} }] }, "entry.0.agent must be a string, not missing"],
  [{ whilePending: "wait" }, "whilePending must be"],
  [{ ends: [{ outcome: "done" }] }, "ends.0 must be an object with `when`, `session` or both"],
  [
    { ends: [{ outcome: "done", session: { messages: {} } }] },
    "session.messages must be an object with at least one of",
  ],
  [
    { ends: [{ outcome: "done", session: { turns: { atLeast: Number.NaN } } }] },
    "turns.atLeast must be a finite number",
  ],
  [{ ends: [{ outcome: "done", session: { text: { matches: "(" } } }] }, "matches must be the source of a regular"],
  [{ ends: [{ outcome: "done", session: { all: { turns: 5 } } }] }, "session.all must be a list"],
  [{ ends: [{ outcome: "done", session: { agent: 5 } }] }, "session.agent must be a string, or a list"],
  [{ ends: [{ outcome: "done", session: self }] }, "session.any.0 must be a condition that does not contain itself"],
  [{ ends: [{ outcome: "done", session: deep }] }, "must be a condition that does not contain itself"],
] as const)("a definition with %#", ([part, problem]) => {
  const error = thrownBy(() => defineGraph({ id: "desk", start: "a", agents: { a: {} }, ...part } as never));
  expect(error.message).toContain(problem);
});

test.for([
  [{ limits: { modelCals: 3 } }, "modelCalls"],
  [{ agents: { a: { canAks: true } } }, "canAsk"],
  [{ onLimits: "fail" }, "onLimit"],
  [{ onLimit: "askUsr" }, "askUser"],
  [{ agents: { a: { kind: "humna" } } }, "human"],
] as const)("a misspelt name in %j is told apart from a foreign one", ([part, meant]) => {
  const error = thrownBy(() => defineGraph({ id: "desk", start: "a", agents: { a: {} }, ...part } as never));
  expect(error.hint).toBe(`Did you mean "${meant}"?`);
});

test("of several misspelt names each is told", () => {
  const limits = { modelCals: 3, handofs: 2 };
  const error = thrownBy(() => defineGraph({ id: "desk", start: "a", agents: { a: {} }, limits } as never));
  expect(error.hint).toBe('Did you mean "modelCalls" and "handoffs"?');
});

test.for([
  [{ aproval: true, run: pass }, "tool.aproval must be one of", 'Did you mean "approval"?'],
  [{ description: "Looks." }, "tool.run must be a function, not missing", "See docs/definition.md"],
  [{ writes: "verified", run: pass }, 'tool.writes must be a list, not "verified"', "See docs/definition.md"],
  [{ inDoubt: "asks", run: pass }, 'tool.inDoubt must be "retry" or "fail" or "ask", not "asks"', '"ask"?'],
  [null, "tool must be an object, not null", "See docs/definition.md"],
] as const)("a tool %j is refused", ([definition, problem, hint]) => {
  const makers: readonly ((definition: never) => unknown)[] = [tool, toolFor(z.object({}))];
  for (const make of makers) {
    const error = thrownBy(() => make(definition as never));
    expect(error.code).toBe("bad_definition");
    expect(error.message).toContain(`This is not a tool: ${problem}`);
    expect(error.hint).toContain(hint);
  }
});

test("a handoff that is undefined is absent", () => {
  const graph = defineGraph({
    id: "desk",
    start: "a",
    agents: { a: { handoffs: { b: undefined } }, b: {} },
  } as never);
  expect(handoffsOf(graph)).toEqual([]);
});

test.for([undefined, null, 5, "desk", [], () => null])("%s", (definition) => {
  expect(thrownBy(() => defineGraph(definition as never)).message).toContain("definition must be an object");
});

test("a schema that validates but has no JSON Schema is none", () => {
  const schema = { "~standard": { version: 1, vendor: "mine", validate: (value: unknown) => ({ value }) } };
  const definition = { id: "desk", start: "a", variables: schema, agents: { a: {} } };
  expect(thrownBy(() => defineGraph(definition as never)).message).toContain("definition.variables must be a schema");
});

function thrownBy(action: () => unknown): UsageError {
  try {
    action();
  } catch (error) {
    if (error instanceof UsageError) return error;
  }
  throw new Error("Expected a UsageError.");
}
