import type { Mark, Overlay, Tone } from "./overlay.ts";

/** Where an arrow stands for several edges, the first of these that one of them has. */
const strongest: readonly Tone[] = ["active", "last", "refused", "added", "removed", "changed", "visited", "never"];

/** The one mark of what stands for several things: the strongest tone, all visits, all notes. */
export function markOf(overlay: Overlay | null, ids: readonly string[]): Mark | null {
  const marks = [...new Set(ids)].flatMap((id) => overlay?.marks.get(id) ?? []);
  const tone = strongest.find((one) => marks.some((mark) => mark.tone === one));
  if (tone === undefined) return null;
  const isWhole = tone !== "removed" || marks.length === new Set(ids).size;
  const counts = marks.flatMap(({ count }) => count ?? []);
  const notes = [...new Set(marks.flatMap(({ note }) => note ?? []))];
  return {
    tone: isWhole ? tone : "changed",
    ...(counts.length === 0 ? {} : { count: counts.reduce((sum, count) => sum + count, 0) }),
    ...(notes.length === 0 ? {} : { note: notes.join("; ") }),
  };
}

/** What a badge says about a mark: words, so that nobody needs the colours; `null`: nothing to be said. */
export function markText({ tone, count }: Mark): string | null {
  const times = count === undefined || count === 0 ? null : `${count}×`;
  switch (tone) {
    case "visited":
    case "last":
      return times;
    case "active":
      return times === null ? "now" : `now · ${times}`;
    default:
      return times === null ? tone : `${tone} ${times}`;
  }
}

/** All that is to be read of a mark: what its badge says, and its note. */
export function markTexts(mark: Mark | null): readonly string[] {
  if (mark === null) return [];
  return [markText(mark), mark.note ?? null].filter((text) => text !== null);
}
