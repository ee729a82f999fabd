import { countUpTo } from "./bisect.ts";
import type { Item } from "./item.ts";
import type { SessionRecord } from "./session-record.ts";

/** What of the conversation stands at a position: without wishes of which it is known by then what became of them. */
export function visibleItems({ items, resultsByCall }: SessionRecord, position: number): readonly Item[] {
  const count = countUpTo(items, position, (item) => item.position);
  return items.slice(0, count).filter((item) => {
    if (item.kind !== "wish") return true;
    const result = resultsByCall.get(item.call);
    return result === undefined || result.position > position;
  });
}
