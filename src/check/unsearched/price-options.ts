import type { Graph } from "../../graph/graph.ts";
import { questionsOf } from "../../graph/session-condition.ts";
import { lookup } from "../../json.ts";
import { type Option, option } from "./option.ts";

/* What models cost matters where costs are limited, or end the session: cheaper, and more happens before. */

/** The price of each model that either graph lists, and of those that none does. */
export function priceOptions(graph: Graph, old: Graph): readonly Option<Graph>[] {
  const names = new Set([...Object.keys(graph.prices), ...Object.keys(old.prices)]);
  return [...names, unlisted].map((model) =>
    option(
      () => (model === unlisted ? "the price of a model that is not listed" : `the price of ${model}`),
      (now, before) =>
        isOtherPrice(now, before, model) &&
        (endsByCost(before) || (isLimited(now, before) && !isAsDear(now, before, model))),
      ({ prices }) =>
        pricesOf(prices, model)
          .map(({ input, output }) => `${input} and ${output}`)
          .join(" or "),
    ),
  );
}

/** A name that begins with none: such a model costs as much as the dearest. */
const unlisted = "";

type Prices = Graph["prices"];

/** What a model can cost, as `machine/cost.ts` reckons. */
function pricesOf(prices: Prices, model: string): readonly Prices[string][] {
  const listed = Object.keys(prices);
  if (listed.length === 0) return [{ input: 0, output: 0 }];
  const [best] = listed.filter((name) => model.startsWith(name)).sort((one, other) => other.length - one.length);
  const found = best === undefined ? undefined : lookup(prices, best);
  return found === undefined ? Object.values(prices) : [found];
}

function isOtherPrice(now: Graph, before: Graph, model: string): boolean {
  return JSON.stringify(pricesOf(now.prices, model)) !== JSON.stringify(pricesOf(before.prices, model));
}

/** Whatever a reply took, it costs as much as it did. */
function isAsDear(now: Graph, before: Graph, model: string): boolean {
  return pricesOf(before.prices, model).every((old) =>
    pricesOf(now.prices, model).some(({ input, output }) => input >= old.input && output >= old.output),
  );
}

/** What was not limited before can only be restricted; that a limit is lifted is told by itself. */
export function isLimited(now: Graph, before: Graph): boolean {
  return now.limits.cost !== null && before.limits.cost !== null;
}

/** An end on costs comes later or sooner: both may be new. */
function endsByCost({ ends }: Graph): boolean {
  return ends
    .flatMap(({ session }) => (session === null ? [] : questionsOf(session)))
    .some((question) => question.kind === "measure" && question.measure === "cost");
}
