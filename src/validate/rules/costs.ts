import type { Finding, Place } from "../diagnostic.ts";
import type { GraphFacts } from "../graph-facts.ts";
import { sessionPlaces } from "../session-places.ts";

/** Finds places that ask for costs in a graph without prices. */
export function* costRules({ graph }: GraphFacts): Generator<Finding> {
  if (Object.keys(graph.prices).length > 0) return;
  if (graph.limits.cost !== null) yield unpriced(["limits", "cost"], "A budget of costs is given");
  for (const [index, { outcome, session }] of graph.ends.entries()) {
    if (session === null) continue;
    for (const { node, path } of sessionPlaces(session, ["ends", String(index), "session"])) {
      if (node.kind !== "measure" || node.measure !== "cost") continue;
      yield unpriced(path, `The end "${outcome}" asks for costs`);
    }
  }
}

function unpriced(path: Place, subject: string): Finding {
  return {
    code: "cost-without-prices",
    path,
    message: `${subject}, but the graph has no prices to reckon with.`,
    hint: "Write `prices`: what a million tokens of each model cost.",
  };
}
