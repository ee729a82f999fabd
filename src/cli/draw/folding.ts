import type { PictureOptions } from "../../draw/picture-of.ts";
import { UsageError } from "../../errors.ts";
import { agentsOf, type Graph } from "../../graph/graph.ts";
import { didYouMean, suggestName } from "../../suggest-name.ts";
import type { DrawWish } from "./draw-wish.ts";

/**
 * Reads which agents show what is in them.
 *
 * @throws {UsageError} `bad_option` when there is no such agent.
 */
export function foldingFrom(
  graph: Graph,
  { fold, unfold }: Pick<DrawWish, "fold" | "unfold">,
): Pick<PictureOptions, "unfolded"> {
  const names = agentsOf(graph).map(({ name }) => name);
  for (const name of fold) refuseUnknown("--fold", name, names);
  for (const name of unfold) refuseUnknown("--unfold", name, names);
  if (unfold.length > 0) return { unfolded: new Set(unfold) };
  return fold.length > 0 ? { unfolded: new Set(names.filter((name) => !fold.includes(name))) } : {};
}

function refuseUnknown(option: string, name: string, names: readonly string[]): void {
  if (names.includes(name)) return;
  throw new UsageError("bad_option", {
    message: `${option}: there is no agent ${JSON.stringify(name)}.`,
    hint: didYouMean(suggestName(name, names), `There are: ${names.join(", ")}.`),
  });
}
