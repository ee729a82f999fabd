import type { Graph } from "../graph/graph.ts";
import type { Usage } from "../graph/message.ts";

/**
 * What a model call cost, in the currency of the graph's prices; 0 where the graph has none. A model is found by its
 * name, or by the longest beginning of it that is listed (`gpt-5` for `gpt-5-2025-08-07`). One that is not listed is
 * taken to be as dear as the dearest: a budget must not be passed because a name is missing.
 */
export function costOf({ prices }: Graph, model: string, { inputTokens, outputTokens }: Usage): number {
  const names = Object.keys(prices);
  if (names.length === 0) return 0;
  const [best] = names.filter((name) => model.startsWith(name)).sort((one, other) => other.length - one.length);
  const candidates = best === undefined ? Object.values(prices) : [prices[best]];
  const costs = candidates.map((price) =>
    price === undefined ? 0 : (inputTokens * price.input + outputTokens * price.output) / 1_000_000,
  );
  return Math.max(...costs);
}
