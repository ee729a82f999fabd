import fc from "fast-check";
import { expect, test } from "vitest";
import { conditions } from "../../src/machine/condition.ts";
import { replyChanges } from "../../src/machine/reply-changes.ts";
import { transferChanges } from "../../src/machine/transfer-changes.ts";
import { turnChanges } from "../../src/machine/turn-changes.ts";
import { userChanges } from "../../src/machine/user-changes.ts";
import { graphs } from "../arbitraries/graph.ts";
import { assertProperty } from "./assert-property.ts";
import { watchBudgets } from "./oracle/budgets.ts";
import { watchBalance, watchEnd, watchOutcomes, watchUsers } from "./oracle/conversations.ts";
import { watchPasses } from "./oracle/passes.ts";
import { watchDenials, watchPermissions } from "./oracle/permissions.ts";
import { watchRows } from "./oracle/rows.ts";
import { walk } from "./walk.ts";

/*
 * Random graphs against a hostile world: every step is judged by oracles that read the authored definition and count for
 * themselves. At the end everything that can happen must have happened.
 */

const choices = fc.array(fc.nat(1_000), { minLength: 60, maxLength: 200 });
const runs = { numRuns: Number(process.env.PROPERTY_RUNS ?? 500) };

test("whatever the world does, every rule holds at every step", () => {
  const seen = new Map<string, number>();
  const count = (what: string): void => void seen.set(what, (seen.get(what) ?? 0) + 1);
  let steps = 0;
  assertProperty(
    fc.property(graphs, choices, (graph, drawn) => {
      steps += walk(
        graph,
        drawn,
        ({ event }) => count(`event ${event.type.replace(/^(handoff|return)\..*/, "$1")}`),
        watchRows(graph, ({ when, change }) => {
          count(`condition ${when}`);
          count(`change ${change}`);
        }),
        watchBalance,
        watchUsers(),
        watchDenials,
        watchPermissions(graph, (why) => count(`tool ${why}`)),
        watchPasses(graph, (by) => count(`pass by ${by}`)),
        watchBudgets(graph, (limit) => count(`limit ${limit}`)),
        watchOutcomes(graph),
        watchEnd,
      ).length;
    }),
    runs,
  );
  console.log(`machine properties: ${steps} steps on ${runs.numRuns} graphs`);
  const changes = { ...userChanges, ...replyChanges, ...transferChanges, ...turnChanges };
  const all = [
    ...Object.keys(conditions).map((name) => `condition ${name}`),
    ...Object.keys(changes).flatMap((name) => (name === "cancel" ? [] : [`change ${name}`])),
    ...["handoff", "return", "route", "afterReply", "guardrail", "limit", "entry"].map((by) => `pass by ${by}`),
    ...["modelCalls", "toolCalls", "handoffs", "refusals", "repairs", "tokens", "cost", "time", "pingPong"].map(
      (one) => `limit ${one}`,
    ),
    ...["free", "granted", "edited", "remembered"].map((why) => `tool ${why}`),
    ...events.map((type) => `event ${type}`),
  ];
  expect(all.filter((what) => !seen.has(what))).toEqual([]);
});

const events = [
  "user.message",
  "operator.message",
  "model.replied",
  "model.failed",
  "guardrail.tripped",
  "tool.returned",
  "tool.failed",
  "approval.granted",
  "approval.denied",
  "deadline.passed",
  "handoff",
  "return",
  "end.due",
  "question.due",
  "turn.due",
  "run.stopped",
  "run.resumed",
  "session.cancelled",
];
