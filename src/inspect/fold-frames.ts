import { type FoldedSession, foldFrame, unopened } from "./folded-session.ts";
import type { Frame } from "./frame.ts";

/**
 * Folds the frames of a session, from the first, up to a position and with it: the session as it stood there. `-1` is
 * before the first; without a position all are folded.
 *
 * To go back and forth in a long session, use {@link createTimeline}, which gives the same.
 */
export function foldFrames(frames: readonly Frame[], position: number = frames.length - 1): FoldedSession {
  let session = unopened;
  for (const frame of frames) {
    if (frame.position > position) break;
    session = foldFrame(session, frame);
  }
  return session;
}

/** The frames of a session, and the session as it stood at any of them. */
export interface Timeline {
  readonly frames: readonly Frame[];
  /** Takes the frames that come behind those that are there; what is there already is passed over. */
  append(frames: readonly Frame[]): void;
  /** What {@link foldFrames} gives, at the cost of at most {@link checkpointDistance} frames, wherever it is. */
  at(position: number): FoldedSession;
}

/** A timeline remembers the session once for so many frames. */
export const checkpointDistance = 64;

/** Makes a timeline of frames. */
export function createTimeline(first: readonly Frame[] = []): Timeline {
  const frames: Frame[] = [];
  /** The session before each so many frames. */
  const checkpoints: FoldedSession[] = [];
  let newest = unopened;

  function append(more: readonly Frame[]): void {
    for (const frame of more) {
      if (frame.position !== frames.length) continue;
      if (frames.length % checkpointDistance === 0) checkpoints.push(newest);
      frames.push(frame);
      newest = foldFrame(newest, frame);
    }
  }

  append(first);
  return {
    frames,
    append,
    at(position) {
      const wanted = Math.min(position, frames.length - 1);
      if (wanted < 0) return unopened;
      if (wanted === frames.length - 1) return newest;
      const checkpoint = Math.floor(wanted / checkpointDistance);
      let session = checkpoints[checkpoint] ?? unopened;
      for (let index = checkpoint * checkpointDistance; index <= wanted; index++) {
        const frame = frames[index];
        if (frame !== undefined) session = foldFrame(session, frame);
      }
      return session;
    },
  };
}
