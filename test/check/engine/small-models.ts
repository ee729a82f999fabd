import { eq, termOf } from "../../../src/check/engine/build-expression.ts";
import type { Command, Model, Owner } from "../../../src/check/engine/model.ts";

/** One transition of a graph that is written out: from, to, and the owner. */
export type Arrow = readonly [from: number, to: number, owner?: Owner];

/** A model with one field, `at`, and one command for each arrow of a graph. It begins at 0. */
export function graphModel(size: number, arrows: readonly Arrow[]): Model {
  return {
    fields: [{ name: "at", size, initial: 0 }],
    commands: arrows.map(
      ([from, to, owner = "model"], index): Command => ({
        name: `${index}: ${from} → ${to}`,
        owner,
        guard: eq("at", from),
        updates: [{ field: "at", value: termOf(to) }],
      }),
    ),
    locations: ["at"],
  };
}
