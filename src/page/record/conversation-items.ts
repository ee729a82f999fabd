import type { Item } from "./item.ts";
import type { SessionRecord } from "./session-record.ts";

/**
 * The conversation as it is shown at a position: all of it, so that nothing jumps when one goes through it, but for wishes
 * of which it is known what became of them.
 */
export function conversationItems({ items, resultsByCall }: SessionRecord, position: number): readonly Item[] {
  return items.filter((item) => {
    if (item.kind !== "wish") return true;
    const result = resultsByCall.get(item.call);
    return result === undefined || (item.position <= position && position < result.position);
  });
}
