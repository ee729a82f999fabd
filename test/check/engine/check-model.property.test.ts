import fc from "fast-check";
import { expect, test } from "vitest";
import { checkModel } from "../../../src/check/engine/check-model.ts";
import type { Model } from "../../../src/check/engine/model.ts";
import type { Property } from "../../../src/check/engine/property.ts";
import { affordable, cases, differenceIn } from "./compare.ts";
import { exploreNaively } from "./reference.ts";

const runs = { numRuns: Number(process.env.PROPERTY_RUNS ?? 250) };
const otherEngines = [{ codegen: false }, { bitmap: false }, { codegen: false, bitmap: false }];

test("counts, verdicts and evidence are those of the reference, in every engine", () => {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(cases, ({ model, properties: drawn }) => {
      const space = exploreNaively(model);
      const properties = affordable(space, drawn);
      const { exploration, results } = checkModel(model, properties);
      expect(exploration).toMatchObject({
        states: space.states.length,
        edges: space.transitions.length,
        deadEnds: space.leaving.filter(({ length }) => length === 0).length,
        depth: Math.max(...space.depths),
        complete: true,
        engine: "generated",
      });
      expect(results.map(({ name }) => name)).toEqual(properties.map(({ name }) => name));
      for (const [index, result] of results.entries()) {
        expect(differenceIn(space, properties[index] ?? never, result)).toBeNull();
        const name = `${result.kind} ${result.verdict}`;
        seen.set(name, (seen.get(name) ?? 0) + 1);
      }
      for (const options of otherEngines) expect(checkModel(model, properties, options).results).toEqual(results);
    }),
    runs,
  );
  expect([...seen.keys()].sort()).toEqual([...possible].sort());
  expect(possible.filter((name) => (seen.get(name) ?? 0) < 5)).toEqual([]);
});

const never: Property = { name: "none", kind: "always", holds: { kind: "truth", value: true } };

/** Every kind has its verdicts, all of which must have come up. */
const possible = [
  ...["always", "never", "reachable", "eventually", "canAlways", "canForce"].flatMap((kind) =>
    ["holds", "violated"].map((verdict) => `${kind} ${verdict}`),
  ),
  ...["at", "before", "atMost", "worst", "leadsTo", "refines"].flatMap((kind) =>
    ["holds", "violated", "vacuous"].map((verdict) => `${kind} ${verdict}`),
  ),
];

test("without recorded transitions, a bitmap finds the same states in the same order", () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(cases, ({ model, properties }) => {
      const plain = properties.filter(({ kind }) => kind === "always").flatMap((property) => beside(property, model));
      const expected = checkModel(model, plain, { codegen: false, bitmap: false });
      const found = checkModel(model, plain);
      expect(found.results).toEqual(expected.results);
      expect(found.exploration.states).toBe(expected.exploration.states);
      expect(found.exploration.edges).toBe(expected.exploration.edges);
      seen.add(found.exploration.visited);
    }),
    runs,
  );
  expect([...seen]).toEqual(["bitmap"]);
});

/** Each command's own reachability beside a property: all from one exploration. */
function beside(property: Property, { commands }: Model): readonly Property[] {
  const each = commands.map(
    ({ name }, index): Property => ({ name, kind: "reachable", what: { kind: "event", commands: [index] } }),
  );
  return [property, ...each];
}
