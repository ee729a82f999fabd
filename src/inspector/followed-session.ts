import type { Frame } from "../inspect/frame.ts";
import type { StreamEvent } from "../inspect/wire.ts";
import { type CursorOptions, createCursor } from "./session-cursor.ts";
import type { Delta, Lookout } from "./watchtower.ts";

/*
 * One session as one reader follows it: frames and the text between them, in the order in which they came to be.
 *
 * F1 Frames are read from the journal when the reader takes them, so a reader who is slow holds no frames in memory.
 * F2 Text that arrived before a frame is given before it. It is joined while it waits, and dropped when it is too much:
 *    it comes again, whole, in a frame.
 */

/** Where a reader was when they were last heard of. */
export interface LastSeen {
  readonly session: string;
  readonly position: number;
  /** The time of that entry; `null` where it is not said. */
  readonly at: number | null;
}

/** A session that is followed. */
export interface FollowedSession extends Lookout {
  /** The next that there is to tell, or `null` for now. */
  next(): Promise<StreamEvent | null>;
}

/** No more frames than this are in one event. */
const framesAtOnce = 500;
/** No more text than this waits for its reader. */
const mostText = 100_000;

interface WaitingText extends Delta {
  /** The number of entries when it came. */
  readonly after: number;
}

/** Follows a session from where its reader was, or from its beginning. */
export function followSession(options: CursorOptions, lastSeen: LastSeen | null): FollowedSession {
  const { session } = options;
  let cursor = createCursor(options);
  let texts: WaitingText[] = [];
  let length = 0;
  /** The number of entries that are known to be there. */
  let head = 0;
  /** The turn whose text is dropped, because there was too much of it. */
  let droppedTurn = -1;
  let isBroken = false;
  let beginning: "unknown" | "void" | "known" = "unknown";

  /** Whether what the reader has is a part of the session as it is. */
  async function findPlace(): Promise<void> {
    head = Math.max(head, await options.journal.head(session));
    beginning = "known";
    if (lastSeen?.session === session && lastSeen.position < head) {
      if (await cursor.skip(lastSeen.position + 1, lastSeen.at).catch(() => false)) return;
      cursor = createCursor(options);
    }
    beginning = "void";
  }

  async function frames(): Promise<readonly Frame[]> {
    const [text] = texts;
    try {
      return await cursor.take(framesAtOnce, Math.min(head, text?.after ?? head));
    } catch {
      isBroken = true; // the list of sessions tells why
      return [];
    }
  }

  return {
    onEntry(of, { position }) {
      if (of === session) head = position + 1;
    },
    onDelta(of, delta) {
      if (of !== session || delta.turn === droppedTurn) return;
      length += delta.text.length;
      const last = texts.at(-1);
      if (length > mostText) {
        droppedTurn = delta.turn;
        texts = [];
        length = 0;
      } else if (last?.turn === delta.turn && last.after === head) {
        texts[texts.length - 1] = { ...last, text: last.text + delta.text };
      } else texts.push({ ...delta, after: head });
    },
    async next() {
      if (beginning === "unknown") await findPlace();
      if (beginning === "void") {
        beginning = "known";
        return { type: "reset", session };
      }
      if (isBroken) return null;
      const taken = await frames();
      if (taken.length > 0) return { type: "frames", session, frames: taken };
      const text = texts.shift();
      if (text === undefined) return null;
      const { after: _, ...delta } = text;
      length -= delta.text.length;
      return { type: "delta", session, ...delta };
    },
  };
}
