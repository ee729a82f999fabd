import fc from "fast-check";
import { expect, test } from "vitest";
import { never } from "../../../src/check/engine/build-expression.ts";
import type { Exploration } from "../../../src/check/engine/exploration.ts";
import { explorationWithout } from "../../../src/check/engine/exploration-without.ts";
import { explore } from "../../../src/check/engine/explore.ts";
import { InternalError } from "../../../src/errors.ts";
import { models } from "./arbitrary-models.ts";
import { graphModel } from "./small-models.ts";

test("without some commands the same is found as by exploring again", () => {
  const seen = { smaller: 0, same: 0 };
  fc.assert(
    fc.property(
      models,
      fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
      fc.nat(20),
      (model, drawn, budget) => {
        const isGone = (command: number): boolean => drawn[command] === true;
        const commands = model.commands.map((command, index) =>
          isGone(index) ? { ...command, guard: never } : command,
        );
        const whole = explore(model, { recordEdges: true, bitmap: false });
        const found = explorationWithout(whole, { isGone });
        seen[found.states < whole.states ? "smaller" : "same"]++;
        const less = { ...model, commands };
        expect(contentsOf(found)).toEqual(contentsOf(explore(less, { recordEdges: true })));
        const states = budget + 1;
        expect(contentsOf(explorationWithout(whole, { isGone, states }))).toEqual(
          contentsOf(explore(less, { recordEdges: true, states })),
        );
      },
    ),
    { numRuns: Number(process.env.PROPERTY_RUNS ?? 200) },
  );
  expect(seen.smaller).toBeGreaterThan(20);
  expect(seen.same).toBeGreaterThan(20);
});

test("what was not recorded, or not found, cannot be walked along", () => {
  const model = graphModel(3, [
    [0, 1],
    [1, 2],
  ]);
  const isGone = (): boolean => false;
  expect(() => explorationWithout(explore(model), { isGone })).toThrow(InternalError);
  expect(() => explorationWithout(explore(model, { recordEdges: true, states: 1 }), { isGone })).toThrow(InternalError);
});

/** All that an exploration has found, in its order. */
function contentsOf({ store, states, expanded, edges, deadEnds, depth, complete }: Exploration): unknown {
  const { arena, parents, vias, firsts, recorded, program } = store;
  const cut = (list: ArrayLike<number> | undefined, length: number) => Array.from(list ?? []).slice(0, length);
  return {
    numbers: { states, expanded, edges, deadEnds, depth, complete },
    states: cut(arena, states * program.layout.words),
    ways: [cut(parents, states), cut(vias, states), [...firsts]],
    edges: [cut(recorded?.starts, expanded + 1), cut(recorded?.targets, edges), cut(recorded?.commands, edges)],
  };
}
