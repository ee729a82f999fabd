import { checkModel } from "./engine/check-model.ts";
import type { Exploration } from "./engine/exploration.ts";
import type { Model } from "./engine/model.ts";
import type { Property } from "./engine/property.ts";
import type { Judged } from "./graph-result.ts";
import { judgedOf } from "./judged-of.ts";
import type { View } from "./look.ts";
import { withoutAid } from "./without-aid.ts";
import { withoutAssumptions } from "./without-assumptions.ts";

/** Explores one of a graph's models, and judges properties on it, in their order. */
export function judgeModel(
  view: View,
  model: Model,
  properties: readonly Property[],
): { readonly exploration: Exploration; readonly judged: readonly Judged[] } {
  const asked = properties.map((property) => withoutAid(view.abstraction, property));
  const { exploration, results } = checkModel(model, asked, view.look.engine);
  const explored = { ...view, exploration };
  const found = asked.flatMap((property, index) => {
    const result = results[index];
    return result === undefined ? [] : [{ property, result }];
  });
  const plain = withoutAssumptions(explored, found);
  const judged = found.map(({ property, result }) => plain.get(property) ?? judgedOf(explored, property, result));
  return { exploration, judged };
}
