import type { Finding } from "../diagnostic.ts";
import type { GraphFacts } from "../graph-facts.ts";
import { toolNameCollisions } from "../tool-name-claims.ts";

/** Finds tools, handoffs and returns that a model could not tell apart by their names. */
export function* toolNameRules({ graph, handoffs }: GraphFacts): Generator<Finding> {
  for (const { offered, claim, first } of toolNameCollisions(graph, handoffs)) {
    yield {
      code: "colliding-tool-names",
      path: claim.path,
      message: `Models would be offered both ${first.subject} and ${claim.subject} as "${offered}".`,
      hint: "Rename one of the two.",
      related: [first.path],
    };
  }
}
