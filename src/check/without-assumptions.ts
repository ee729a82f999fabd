import { isAssumption } from "./abstract/move.ts";
import { seekWithout } from "./engine/check-model.ts";
import type { Property } from "./engine/property.ts";
import type { Verdict } from "./engine/result.ts";
import type { Judged } from "./graph-result.ts";
import { judgedOf } from "./judged-of.ts";
import type { ExploredView } from "./look.ts";

/** What was found about a property. */
export interface Found {
  readonly property: Property;
  readonly judged: Judged;
}

/**
 * What is reached by a conversation that assumes something may be reached by a longer one that assumes nothing: the one is
 * as good an answer, and nothing need be counted for it. So is a violation by one that is no longer, and is still shortest.
 */
export function withoutAssumptions(view: ExploredView, found: readonly Found[]): ReadonlyMap<Property, Judged> {
  const { abstraction, exploration, look } = view;
  if (look.isAgain) return new Map();
  const isGone = (command: number): boolean => isAssumption(abstraction.moves[command]?.assumes);
  const sought = found.filter(
    ({ property, judged: { result } }) =>
      result.replayed === "assumes" &&
      isShown(property, result.verdict) &&
      !("what" in property && property.what.kind === "event" && property.what.commands.every(isGone)),
  );
  if (sought.length === 0) return new Map();
  const properties = sought.map(({ property }) => property);
  const results = seekWithout(exploration, properties, { isGone, options: look.engine });
  return new Map(
    sought.flatMap(({ property, judged: known }, index) => {
      const other = results[index];
      if (other === undefined) return [];
      const { result } = judgedOf(view, property, other);
      const isShortest = result.verdict !== "violated" || isAsLong(result, known.result);
      const isBetter = isShown(property, result.verdict) && result.replayed === "real" && isShortest;
      return isBetter ? [[property, { result, rests: [] }] as const] : [];
    }),
  );
}

function isAsLong(one: Judged["result"], other: Judged["result"]): boolean {
  return one.trace?.steps.length === other.trace?.steps.length;
}

/** Whether one conversation shows the answer: what is reached, or violated. */
function isShown({ kind }: Property, verdict: Verdict): boolean {
  return kind === "reachable" ? verdict === "holds" : verdict === "violated" && breakable.includes(kind);
}

const breakable: readonly Property["kind"][] = ["always", "never", "at", "before", "atMost"];
