import type { PictureLevel } from "../../draw/picture.ts";

/** So many agents show what is in them by themselves. */
const few: Readonly<Record<PictureLevel, number>> = { agents: 40, states: 8 };

/** The agents that show what is in them: all of few; of many the active one, and those that somebody has unfolded. */
export function unfoldedAgents(
  names: readonly string[],
  {
    level,
    active,
    chosen,
  }: { readonly level: PictureLevel; readonly active: string | null; readonly chosen: ReadonlyMap<string, boolean> },
): readonly string[] {
  const areFew = names.length <= few[level];
  return names.filter((name) => chosen.get(name) ?? (areFew || (level === "states" && name === active)));
}
