import { isAssumption } from "./abstract/move.ts";
import { seekWithout } from "./engine/check-model.ts";
import type { Property } from "./engine/property.ts";
import type { PropertyResult } from "./engine/result.ts";
import type { Judged } from "./graph-result.ts";
import { judgedOf } from "./judged-of.ts";
import type { ExploredView } from "./look.ts";

/** A property, and what the engine has found of it. */
export interface Found {
  readonly property: Property;
  readonly result: PropertyResult;
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
    ({ property, result }) =>
      isShown(result) &&
      result.evidence?.steps.some(({ command }) => isGone(command)) === true &&
      !("what" in property && property.what.kind === "event" && property.what.commands.every(isGone)),
  );
  if (sought.length === 0) return new Map();
  const properties = sought.map(({ property }) => property);
  const others = seekWithout(exploration, properties, { isGone, options: look.engine });
  return new Map(
    sought.flatMap(({ property, result }, index) => {
      const other = others[index];
      if (other === undefined || !isShown(other) || !isAsGood(other, result)) return [];
      const judged = judgedOf(view, property, other);
      return judged.way === "real" ? [[property, { ...judged, rests: [] }] as const] : [];
    }),
  );
}

/** Whether one conversation shows the answer: what is reached, or violated. */
function isShown({ kind, verdict }: PropertyResult): boolean {
  return kind === "reachable" ? verdict === "holds" : verdict === "violated" && breakable.includes(kind);
}

const breakable: readonly Property["kind"][] = ["always", "never", "at", "before", "atMost"];

function isAsGood(one: PropertyResult, other: PropertyResult): boolean {
  return one.verdict !== "violated" || one.evidence?.steps.length === other.evidence?.steps.length;
}
