import { expect, test } from "vitest";
import { add, all, clamp, conditional, eq, less, not, oneOf } from "../../../src/check/engine/build-expression.ts";
import { explore } from "../../../src/check/engine/explore.ts";
import type { Model } from "../../../src/check/engine/model.ts";
import { toDot } from "../../../src/check/engine/to-dot.ts";
import { toMurphi } from "../../../src/check/engine/to-murphi.ts";
import { promelaPredicate, toPromela } from "../../../src/check/engine/to-promela.ts";
import { UsageError } from "../../../src/errors.ts";
import { graphModel } from "./small-models.ts";

const model: Model = {
  fields: [
    { name: "agent", size: 2, initial: 0, values: ["triage", "refunds"] },
    { name: "spent */", size: 300, initial: 7 },
  ],
  commands: [
    {
      name: "hand off",
      owner: "model",
      guard: all(eq("agent", 0), not(less(2, "spent */"))),
      updates: [
        { field: "agent", value: conditional(oneOf("spent */", [1, 2]), 1, "agent") },
        { field: "spent */", value: clamp(add("spent */", -1), 0, 299) },
      ],
    },
    { name: "wait", owner: "user", guard: eq("agent", 1), updates: [] },
  ],
};

test("Promela: one process, one loop, each command an atomic step", () => {
  const text = toPromela(model, { assertions: [eq("agent", 0)], formulas: { soon: "<> (f0 == 1)" } });
  expect(text).toMatchInlineSnapshot(`
    "byte f0 = 0; /* agent */
    short f1 = 7; /* spent __ */
    hidden int next0;
    hidden int next1;
    active proctype model() {
    end_model:
      do
      :: d_step { ((f0 == 0) && (!(2 < f1))) -> next0 = ((f1 == 1 || f1 == 2) -> 1 : f0); next1 = ((f1 + (0 - 1)) < 0 -> 0 : ((f1 + (0 - 1)) > 299 -> 299 : (f1 + (0 - 1)))); f0 = next0; f1 = next1 } /* hand off */
      :: d_step { (f0 == 1) -> skip } /* wait */
      :: d_step { !(f0 == 0) -> assert(false) }
      od
    }
    ltl soon { <> (f0 == 1) }
    "
  `);
});

test("Promela: a predicate as it is named there", () => {
  expect(promelaPredicate(model, not(eq("spent */", 3)))).toBe("(!(f1 == 3))");
});

test("Murphi: one rule for each command", () => {
  expect(toMurphi(model, { liveness: { out: eq("agent", 1) } })).toMatchInlineSnapshot(`
    "var
      f0: 0 .. 1; -- agent
      f1: 0 .. 299; -- spent __
    startstate begin
      f0 := 0;
      f1 := 7;
    end;
    rule "hand off" ((f0 = 0) & (!(2 < f1))) ==>
      var next0: 0 .. 1;
      var next1: 0 .. 299;
    begin
      next0 := ((f1 = 1 | f1 = 2) ? 1 : f0);
      next1 := ((f1 + (0 - 1)) < 0 ? 0 : ((f1 + (0 - 1)) > 299 ? 299 : (f1 + (0 - 1))));
      f0 := next0;
      f1 := next1;
    end;
    rule "wait" (f0 = 1) ==>
    begin
    end;
    liveness "out" (f0 = 1);
    "
  `);
});

test("DOT: states, transitions, dead ends", () => {
  const found = explore(
    graphModel(3, [
      [0, 1],
      [1, 0],
      [1, 2],
    ]),
    { recordEdges: true },
  );
  expect(toDot(found)).toMatchInlineSnapshot(`
    "digraph states {
      node [shape=box];
      0 [label="at = 0", peripheries=2];
      0 -> 1 [label="0: 0 → 1"];
      1 [label="at = 1"];
      1 -> 0 [label="1: 1 → 0"];
      1 -> 2 [label="2: 1 → 2"];
      2 [label="at = 2", style=filled, fillcolor=lightgrey];
    }
    "
  `);
});

test("DOT: names are quoted, values are printed", () => {
  const found = explore(
    { ...model, commands: [{ name: 'say "no"', owner: "user", guard: all(), updates: [] }] },
    { recordEdges: true },
  );
  expect(toDot(found)).toContain('label="agent = triage\\nspent */ = 7"');
  expect(toDot(found)).toContain('label="say \\"no\\""');
});

test("DOT: what was not recorded, or would not be read, is refused", () => {
  expect(() => toDot(explore(model))).toThrow(UsageError);
  const ring = graphModel(
    501,
    Array.from({ length: 501 }, (_, at) => [at, (at + 1) % 501] as const),
  );
  expect(() => toDot(explore(ring, { recordEdges: true }))).toThrow(/500 are the most/);
});
