import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { any } from "../../../src/check/engine/build-expression.ts";
import { checkModel } from "../../../src/check/engine/check-model.ts";
import { explore } from "../../../src/check/engine/explore.ts";
import type { Predicate } from "../../../src/check/engine/expression.ts";
import { type Model, type Owner, owners } from "../../../src/check/engine/model.ts";
import type { Property } from "../../../src/check/engine/property.ts";
import { toMurphi } from "../../../src/check/engine/to-murphi.ts";
import { promelaPredicate, toPromela } from "../../../src/check/engine/to-promela.ts";
import { models, predicateFor } from "./arbitrary-models.ts";
import { areInstalled, runRumur, withSpin } from "./oracles.ts";
import { type UnionModel, uniteModels } from "./union-model.ts";

/*
 * Spin and Rumur on the exported models: they have nothing in common with the engine but the export. Many models are
 * checked by one compiled verifier. `ORACLE_RUNS=500` takes about four minutes, `PROPERTY_SEED=random` other models.
 */
const batchSize = 25;
const batches = Math.ceil(Number(process.env.ORACLE_RUNS ?? batchSize) / batchSize);
/** Each has programs to wait for: they run side by side. */
const waiting = { timeout: 60_000 * batches, concurrent: true };

interface Case {
  readonly model: Model;
  readonly trigger: Predicate;
  readonly response: Predicate;
  readonly weak: Owner | null;
  readonly strong: Owner | null;
}

const small = models.filter((model) => explore(model, { states: 300 }).complete);
const oneCase: fc.Arbitrary<Case> = small.chain((model) =>
  fc.record({
    // Without groups: one unit of fairness is one premise.
    model: fc.constant({ ...model, commands: model.commands.map(({ group: _, ...command }) => command) }),
    trigger: predicateFor(model.fields),
    response: predicateFor(model.fields),
    weak: fc.option(fc.constantFrom(...owners), { freq: 2 }),
    strong: fc.option(fc.constantFrom(...owners), { freq: 2 }),
  }),
);

function casesOf(batch: number): readonly Case[] {
  const seed = process.env.PROPERTY_SEED === "random" ? Date.now() + batch : 20261122 + batch;
  return fc.sample(oneCase, { numRuns: batchSize, seed });
}

describe.each(Array.from({ length: batches }, (_, batch) => [batch] as const))("batch %i", (batch) => {
  const cases = casesOf(batch);
  const union = uniteModels(cases.map(({ model }) => model));
  const counts = countsOf(cases);

  test("the union has the states of all its members", () => {
    expect(explore(union.model)).toMatchObject({ states: counts.states, edges: counts.transitions, complete: true });
  });

  const always = cases.map(({ model, trigger }) => verdictOf(model, { name: "p", kind: "always", holds: trigger }));

  test.skipIf(!areInstalled("spin", "gcc"))("Spin: states, transitions, assertions", waiting, async () => {
    expect(new Set(always)).toEqual(new Set(["holds", "violated"]));
    const those = (verdict: string): readonly Predicate[] =>
      cases.flatMap(({ trigger }, member) => (always[member] === verdict ? [union.whileRunning(member, trigger)] : []));
    const countWith = (assertions: readonly Predicate[]) =>
      withSpin(toPromela(union.model, { assertions }), ["-DSAFETY", "-DNOREDUCE"], ({ count }) => count());
    const { states, transitions } = counts;
    expect(await countWith(those("holds"))).toEqual({ states, transitions: transitions + 1, errors: 0 });
    expect(await countWith(those("violated").slice(0, 1))).toMatchObject({ errors: 1 });
  });

  test.skipIf(!areInstalled("spin", "gcc"))("Spin: always, and leadsTo with fairness", waiting, async () => {
    const leads = cases.map(({ model, trigger, response, weak, strong }) => {
      const fairness = { weak: weak === null ? [] : [weak], strong: strong === null ? [] : [strong] };
      const verdict = verdictOf(model, { name: "p", kind: "leadsTo", trigger, response, ...fairness });
      return verdict === "vacuous" ? "holds" : verdict;
    });
    const formulas = Object.fromEntries(
      cases.flatMap((one, member) => [
        [`always${member}`, `[] ${promelaPredicate(union.model, union.whileRunning(member, one.trigger))}`],
        [`leads${member}`, leadsToFormula(union, member, one)],
      ]),
    );
    const text = toPromela(union.model, { lastCommand: true, formulas });
    await withSpin(text, ["-DNOREDUCE"], async ({ holds }) => {
      const verdict = async (name: string): Promise<string> => ((await holds(name)) ? "holds" : "violated");
      for (const [member, expected] of always.entries()) {
        expect([member, await verdict(`always${member}`)]).toEqual([member, expected]);
      }
      for (const [member, expected] of leads.entries()) {
        expect([member, await verdict(`leads${member}`)]).toEqual([member, expected]);
      }
    });
    expect(new Set(leads)).toEqual(new Set(["holds", "violated"]));
  });

  test.skipIf(!areInstalled("rumur", "gcc"))("Rumur: states, rules fired and canAlways", waiting, async () => {
    const liveness = Object.fromEntries(
      cases.map(({ response }, member) => [`can${member}`, union.whileRunning(member, response)]),
    );
    const { states, transitions, violated } = await runRumur(toMurphi(union.model, { liveness }));
    expect({ states, transitions }).toEqual(counts);
    const expected = cases.map(({ model, response }) =>
      verdictOf(model, { name: "p", kind: "canAlways", goal: response }),
    );
    expect(expected).toEqual(cases.map((_, member) => (violated.includes(`can${member}`) ? "violated" : "holds")));
    expect(new Set(expected).size).toBe(2);
  });
});

/** Of all members, and the choice between them. */
function countsOf(cases: readonly Case[]): { readonly states: number; readonly transitions: number } {
  const explored = cases.map(({ model }) => explore(model));
  const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
  return {
    states: 1 + total(explored.map(({ states }) => states)),
    transitions: cases.length + total(explored.map(({ edges }) => edges)),
  };
}

function verdictOf(model: Model, property: Property): string {
  return checkModel(model, [property]).results[0]?.verdict ?? "none";
}

function leadsToFormula(union: UnionModel, member: number, { model, trigger, response, weak, strong }: Case): string {
  const write = (predicate: Predicate): string => promelaPredicate(union.model, predicate);
  const premises = [strong, weak === strong ? null : weak].flatMap((owner) => {
    const commands = model.commands.flatMap((command, index) => (command.owner === owner ? [{ command, index }] : []));
    if (commands.length === 0) return [];
    const guards = commands.map(({ command }) => union.inMember(member, command.guard));
    const enabled = write({ kind: "or", parts: [...guards, any()] });
    const taken = `(${commands.map(({ index }) => `last == ${union.commandAt(member, index) + 1}`).join(" || ")})`;
    return owner === strong ? `([] <> ${enabled} -> [] <> ${taken})` : `([] <> (!${enabled} || ${taken}))`;
  });
  const claim = `[] (${write(union.inMember(member, trigger))} -> <> ${write(union.inMember(member, response))})`;
  return premises.length === 0 ? claim : `(${premises.join(" && ")}) -> (${claim})`;
}
