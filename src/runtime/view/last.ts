import { type Hide, shown } from "./hide.ts";
import { type Stretch, wholeReply } from "./stretch.ts";

/**
 * Where the last so many messages that are shown of a stretch begin; earlier when a reply would be cut in two. Walks
 * from the end, so that it costs what it shows, however long the conversation is.
 */
export function lastShown(stretch: Stretch, hide: Hide, count: number): number {
  const { conversation, from, to } = stretch;
  let place = to;
  for (let missing = count; missing > 0 && place > from; ) {
    place--;
    if (shown(stretch, hide, place) !== null) missing--;
  }
  return wholeReply(conversation, place);
}
