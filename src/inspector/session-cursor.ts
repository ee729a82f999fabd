import type { Graph } from "../graph/graph.ts";
import type { Frame } from "../inspect/frame.ts";
import { frameOf } from "../inspect/frame-of.ts";
import type { Journal } from "../journal/journal.ts";
import { createReplayer } from "../journal/replay.ts";
import { createTurns } from "./turns.ts";

/** Goes through the frames of a session, as far as its journal has come. */
export interface SessionCursor {
  /** The number of frames that it has gone through. */
  readonly position: number;
  /**
   * The next frames: at most so many, and none from `end` on. None where the journal has no more.
   *
   * @throws as `replay` does, when the session cannot be followed.
   */
  take(most: number, end?: number): Promise<readonly Frame[]>;
  /** Goes so far without frames; whether the entry there is of that time, so that it is the session that was meant. */
  skip(length: number, at: number | null): Promise<boolean>;
}

/** Frames are taken until their messages have so many letters, however few they are. */
const mostLetters = 1_000_000;

/** Where a cursor goes. */
export interface CursorOptions {
  readonly graph: Graph;
  readonly journal: Journal;
  readonly session: string;
}

/**
 * Makes a cursor before the first frame of a session. It holds one snapshot, however long the session is, and lets
 * others have their turn while it goes through a long one.
 */
export function createCursor({ graph, journal, session }: CursorOptions): SessionCursor {
  const replayer = createReplayer(graph);
  const turns = createTurns();
  return {
    get position() {
      return replayer.position;
    },
    async take(most, end = Number.POSITIVE_INFINITY) {
      const frames: Frame[] = [];
      const last = Math.min(replayer.position + most, end);
      let letters = 0;
      if (replayer.position >= last) return frames;
      for await (const entry of journal.read(session, replayer.position)) {
        const frame = frameOf(graph, replayer.take(entry));
        frames.push(frame);
        letters += frame.messages.length === 0 ? 0 : JSON.stringify(frame.messages).length;
        if (replayer.position >= last || letters > mostLetters) break;
        if (turns.isOver()) await turns.next();
      }
      return frames;
    },
    async skip(length, at) {
      let last: number | null = null;
      for await (const entry of journal.read(session)) {
        replayer.take(entry);
        last = entry.event.at;
        if (replayer.position === length) break;
        if (turns.isOver()) await turns.next();
      }
      return replayer.position === length && (at === null || at === last);
    },
  };
}
