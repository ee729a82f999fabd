import type { Finding } from "../diagnostic.ts";
import type { GraphFacts } from "../graph-facts.ts";

/** Looks at one aspect of a graph. Rules know nothing of each other and of order. */
export type Rule = (facts: GraphFacts) => Iterable<Finding>;
