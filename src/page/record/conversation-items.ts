import { countUpTo } from "./bisect.ts";
import type { Item, WishItem } from "./item.ts";
import type { SessionRecord } from "./session-record.ts";

/**
 * The conversation as it is shown at a position: all of it, so that nothing jumps when one goes through it, but for wishes
 * of which it is known what became of them. Where the same is shown, it is the same list.
 */
export function conversationItems(record: SessionRecord, position: number): readonly Item[] {
  const settled = settledItems(record);
  const wishes = openWishes(record, position);
  if (wishes.length === 0) return settled;
  const place = countUpTo(settled, position, (item) => item.position);
  return [...settled.slice(0, place), ...wishes, ...settled.slice(place)];
}

const settledByRecord = new WeakMap<SessionRecord, readonly Item[]>();

/** All items but the wishes that came to something, now or later. */
function settledItems(record: SessionRecord): readonly Item[] {
  const known = settledByRecord.get(record);
  if (known !== undefined) return known;
  const settled = record.items.filter((item) => item.kind !== "wish" || !record.resultsByCall.has(item.call));
  settledByRecord.set(record, settled);
  return settled;
}

/** Further back no wish is open that something came of. */
const farthest = 40;

/** The wishes that are open at a position, and come to something later. */
function openWishes({ items, resultsByCall }: SessionRecord, position: number): readonly WishItem[] {
  const until = countUpTo(items, position, (item) => item.position);
  return items.slice(Math.max(0, until - farthest), until).flatMap((item) => {
    if (item.kind !== "wish") return [];
    const result = resultsByCall.get(item.call);
    return result !== undefined && position < result.position ? item : [];
  });
}
