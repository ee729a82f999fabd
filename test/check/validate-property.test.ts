import {
  checkEvents,
  checkGraph,
  defineGraph,
  type GraphProperty,
  propertiesOf,
  replayTrace,
  toolFor,
  UsageError,
} from "handoff-machine";
import { checkFlow } from "handoff-machine/testing";
import { expect, test } from "vitest";
import { z } from "zod";

const variables = z.object({ identified: z.boolean(), plan: z.enum(["free", "pro"]) });
const lookUp = toolFor(variables)({ description: "Looks up.", writes: ["identified"], run: () => ({ output: 1 }) });
const graph = defineGraph({
  id: "desk",
  start: "triage",
  variables,
  initial: { identified: false, plan: "free" },
  tools: { lookUp },
  agents: {
    triage: { description: "First.", tools: ["lookUp"], handoffs: { billing: { when: { identified: true } } } },
    billing: { description: "Second.", canEnd: { outcome: "paid" } },
  },
});
// As a program without types writes them.
const make = propertiesOf(graph) as unknown as Record<
  keyof ReturnType<typeof propertiesOf>,
  (...parts: unknown[]) => GraphProperty
>;

const self: Record<string, unknown> = {};
self.not = self;
const either: Record<string, unknown> = {};
either.either = [either];
const deep = Array.from({ length: 100_000 }).reduce<object>((not) => ({ not }), { agent: "triage" });
const wide: Record<string, unknown> = {};
wide.all = [wide, wide];

test.for([
  [
    make.always("x", self),
    "holds.not.not.not.not.not.not.not.not.no… is more than 100 patterns deep, or contains itself",
  ],
  [make.never("x", either), "is more than 100 patterns deep, or contains itself"],
  [make.always("x", deep), "is more than 100 patterns deep, or contains itself"],
  [make.always("x", wide), "is more than 100 patterns deep, or contains itself"],
  [make.always("x", { variables: self }), "must be a guard that does not contain itself, not object"],
  [make.never("x", { enters: 10n }), 'what.enters is "10", which is no agent; there are: triage, billing'],
  [make.atMost("x", -1, { says: true }), "count must be a whole number from 0 on, not -1"],
  [make.atMost("x", Number.NaN, { says: true }), "count must be a whole number from 0 on, not NaN"],
  [make.leadsTo("x", {}, {}, { weak: "user" }), "weak must be a list"],
  [make.leadsTo("x", {}, {}, { weak: ["boss"] }), 'weak is "boss", which is no owner; there are: model, '],
  [make.always("x", "triage"), "holds must be an object"],
  [{ name: "x", kind: "always" }, "holds must be an object"],
  [{ kind: "always" }, "a property must be made by propertiesOf(graph), with a name"],
  [null, "a property must be made by propertiesOf(graph), with a name"],
] as const)("a property %# that cannot be asked is refused, naming the place", ([property, problem]) => {
  const error = thrownBy(() => checkGraph(graph, [property] as never));
  expect(error.code).toBe("bad_option");
  expect(error.message).toContain(problem);
});

test.for([
  [make.reachable("x", { variables: { identfied: true } }), 'asks for the variable "identfied"', "identified"],
  [make.always("x", { variables: { plan: { mot: "pro" } } }), "what.variables", "not"],
  [make.never("x", { runs: "lookup" }), "what.runs", "lookUp"],
  [make.never("x", { enters: "biling" }), "what.enters", "billing"],
  [make.never("x", { ends: "payd" }), "what.ends", "paid"],
  [make.never("x", { handof: {} }), "what.handof", "handoff"],
  [make.at("x", { run: "lookUp" }, {}), "event", "runs"],
  [make.always("x", { varables: {} }), "holds.varables", "variables"],
  [make.always("x", { place: "awaitingUsr" }), "holds.place", "awaitingUser"],
  [make.leadsTo("x", {}, {}, { weka: ["user"] }), "weka", "weak"],
  [make.canForce("x", ["modle"], {}), "owners", "model"],
  [{ name: "x", kind: "alway", holds: {} }, "of the kind", "always"],
] as const)("of a misspelt name %# the one that was meant is told", ([property, , meant]) => {
  expect(thrownBy(() => checkGraph(graph, [property] as never)).hint).toBe(`Did you mean "${meant}"?`);
});

test("a variable that does not exist is told from one that cannot be made finite, with those that exist", () => {
  const property = make.reachable("x", { variables: { identfied: true } });
  expect(thrownBy(() => checkGraph(graph, [property])).message).toBe(
    'The property "x" cannot be asked: what.variables asks for the variable "identfied", which is not declared; there are: identified, plan. Did you mean "identified"?',
  );
});

test("what takes properties takes a list of them", () => {
  const property = make.always("x", {});
  for (const given of [null, 5, "always", {}, property, new Set([property])]) {
    for (const use of [
      () => checkGraph(graph, given as never),
      () => checkEvents(graph, [], given as never),
      () => replayTrace(graph, "", given as never),
      () => checkFlow({ test: () => undefined }, graph, given as never),
    ]) {
      expect(thrownBy(use).message).toMatch(/^The properties must be a list, not .* Pass \[never/);
    }
  }
});

function thrownBy(action: () => unknown): UsageError {
  try {
    action();
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error("Expected a UsageError.");
}
