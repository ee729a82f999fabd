import fc from "fast-check";
import { expect, test } from "vitest";
import { strongComponents } from "../../src/validate/strong-components.ts";

const edges = fc.array(fc.tuple(fc.nat(7), fc.nat(7)), { maxLength: 20 });

test("nodes are in one component exactly when each reaches the other", () => {
  fc.assert(
    fc.property(edges, (pairs) => {
      const nodes = Array.from({ length: 8 }, (_, index) => index);
      const targets = (node: number): readonly number[] => pairs.filter(([from]) => from === node).map(([, to]) => to);
      const components = strongComponents(nodes, targets);
      expect(components.flat().sort()).toEqual(nodes);
      for (const left of nodes) {
        for (const right of nodes) {
          const together = components.some((component) => component.includes(left) && component.includes(right));
          expect(together).toBe(reaches(left, right, targets) && reaches(right, left, targets));
        }
      }
    }),
  );
});

test("a chain of 100,000 nodes needs no deep stack", () => {
  const nodes = Array.from({ length: 100_000 }, (_, index) => index);
  expect(strongComponents(nodes, (node) => (node + 1 < nodes.length ? [node + 1] : [])).length).toBe(100_000);
});

function reaches(from: number, to: number, targets: (node: number) => readonly number[]): boolean {
  const reached = new Set([from]);
  for (const node of reached) for (const next of targets(node)) reached.add(next);
  return reached.has(to);
}
