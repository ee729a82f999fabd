import nodeTest from "node:test";
import { CheckError, checkGraph, type GraphCheckOptions, propertiesOf } from "handoff-machine";
import { type CheckFlowPorts, checkFlow } from "handoff-machine/testing";
import { describe, expect, test } from "vitest";
import { supportDesk } from "../../machines/support-desk.ts";

const { at, never } = propertiesOf(supportDesk);
const verified = at("verified when a refund is paid", { runs: "issueRefund" }, { variables: { verified: true } });
const shut = never("nobody comes to refunds", { enters: "refunds" });

describe("with vitest's own test", () => {
  checkFlow({ test }, supportDesk, [verified]);
});

test("there is one test for each property, in the order of the report", () => {
  const { registered, port } = recorder();
  checkFlow(port, supportDesk, [verified, shut]);
  const names = checkGraph(supportDesk, [verified, shut]).results.map(({ name }) => name);
  expect(registered.map(({ name }) => name)).toEqual(names);
  expect(names).toContain("issueRefund can run");
});

test("without what every graph is asked, the properties remain", () => {
  const { registered, port } = recorder();
  checkFlow(port, supportDesk, [verified, shut], { defaults: false });
  expect(registered.map(({ name }) => name)).toEqual([verified.name, shut.name]);
});

test("the graph is explored once, and not before a test runs", () => {
  const once = timed();
  checkGraph(supportDesk, [verified], once.options);
  const { looks, options } = timed();
  const { registered, port } = recorder();
  checkFlow(port, supportDesk, [verified], options);
  expect(looks()).toBe(0);
  for (const { run } of registered) run();
  expect(registered.length).toBeGreaterThan(10);
  expect(looks()).toBe(once.looks());
});

test("a test fails with the counterexample, and with all that was found", () => {
  const { registered, port } = recorder();
  checkFlow(port, supportDesk, [verified, shut], { defaults: false });
  const [holding, failing] = registered;
  expect(() => holding?.run()).not.toThrow();
  const error = thrownBy(() => failing?.run());
  expect(error).toBeInstanceOf(CheckError);
  expect(error).toMatchObject({ code: "property_violated", report: { graph: "support-desk", verdict: "violated" } });
  expect(String(error)).toMatch(
    /^CheckError: VIOLATED {2}nobody comes to refunds {2}shortest of all conversations: 4 steps\n/,
  );
  expect(String(error)).toContain("verified := true");
  expect(String(error)).toContain("Replayed on the compiled machine: real.");
});

test("the stack of a failing test begins at the call of checkFlow, and the report is not listed below it", () => {
  const { registered, port } = recorder();
  checkFlow(port, supportDesk, [shut], { defaults: false });
  const error = thrownBy(() => registered[0]?.run());
  const { message = "", stack = "" } = error instanceof CheckError ? error : {};
  const frames = stack.slice(`CheckError: ${message}\n`.length).split("\n");
  expect(stack).toMatch(/^CheckError: VIOLATED {2}nobody comes to refunds/);
  expect(frames[0]).toContain("check-flow.test.ts");
  expect(frames.join("\n")).not.toContain("src/");
  expect(Object.keys(error ?? {})).not.toContain("report");
});

test("what is not known, and what says nothing, fails and says why", () => {
  const { registered, port } = recorder();
  checkFlow(port, supportDesk, [verified], { defaults: false, states: 5 });
  expect(String(thrownBy(() => registered[0]?.run()))).toContain("A budget ended the search before this was known.");

  const vacuous = recorder();
  const unreachable = at("never happens", { handoff: { from: "refunds", to: "billing" } }, { agent: "refunds" });
  checkFlow(vacuous.port, supportDesk, [unreachable], { defaults: false });
  expect(String(thrownBy(() => vacuous.registered[0]?.run()))).toContain("What it speaks of never happens");
});

test("what cannot be checked is told by each test, not by the registration", () => {
  const { registered, port } = recorder();
  checkFlow(port, supportDesk, [shut, shut], { defaults: false });
  expect(registered).toHaveLength(1);
  expect(() => registered[0]?.run()).toThrow(shut.name);
});

test("each test has time for a search that takes longer than vitest gives a test", () => {
  const timeouts: number[] = [];
  const port: CheckFlowPorts = { test: (_, __, timeout) => timeouts.push(timeout) };
  checkFlow(port, supportDesk, [verified], { defaults: false });
  expect(timeouts).toEqual([600_000]);
});

test("the type of node:test fits as well", () => {
  const port: CheckFlowPorts = { test: nodeTest };
  expect(port.test).toBe(nodeTest);
});

interface Registered {
  readonly name: string;
  readonly run: () => void;
}

/** A `test` that keeps what is registered. */
function recorder(): { readonly registered: readonly Registered[]; readonly port: CheckFlowPorts } {
  const registered: Registered[] = [];
  return { registered, port: { test: (name, run) => registered.push({ name, run }) } };
}

/** Options that tell how often a check read them: once for each. */
/** Options with a clock that counts how often it is looked at, which every search does. */
function timed(): { readonly looks: () => number; readonly options: GraphCheckOptions } {
  let looks = 0;
  return { looks: () => looks, options: { milliseconds: Number.POSITIVE_INFINITY, now: () => looks++ } };
}

function thrownBy(run: () => void): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return null;
}
