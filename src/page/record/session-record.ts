import type { Message, ToolMessage } from "../../graph/message.ts";
import { createTimeline, type Timeline } from "../../inspect/fold-frames.ts";
import type { Frame } from "../../inspect/frame.ts";
import type { ApprovalSettled } from "../../runtime/update.ts";
import { idsOfFrame } from "./ids-of-frame.ts";
import type { Item } from "./item.ts";
import { itemsOfFrame } from "./items-of-frame.ts";
import { type Mark, marksOfFrame, type Segment, withFrame } from "./segment.ts";

/*
 * What is known of the session that is followed, read once as its frames come, so that going to a position costs no more
 * than looking it up.
 *
 * R1 Its lists only grow, and `length` says how far: a record is replaced by one that shares them, never copied.
 * R2 All lists are in the order of positions, so that what stands at a position is found by bisection.
 */

/** The frames of a session, and all that is looked up in them. */
export interface SessionRecord {
  readonly session: string;
  readonly length: number;
  readonly timeline: Timeline;
  readonly items: readonly Item[];
  /** Who had the conversation, from when to when. */
  readonly segments: readonly Segment[];
  /** What the timeline marks. */
  readonly marks: readonly Mark[];
  /** Where nodes were entered, and edges and rows taken; refused edges under {@link refusedId}. */
  readonly positionsById: ReadonlyMap<string, readonly number[]>;
  readonly resultsByCall: ReadonlyMap<string, Settled<ToolMessage>>;
  readonly decisionsByCall: ReadonlyMap<string, readonly Settled<ApprovalSettled>[]>;
  /** Messages that took the place of others, by their index. */
  readonly rewritesByIndex: ReadonlyMap<number, readonly Settled<Message>[]>;
  /** Where each variable changed. */
  readonly changesByVariable: ReadonlyMap<string, readonly number[]>;
  /** The record with more frames behind; those that it has already are passed over. */
  append(frames: readonly Frame[]): SessionRecord;
}

/** Something, and since when it stands. */
export interface Settled<Value> {
  readonly position: number;
  readonly value: Value;
}

/** Makes a record without frames. */
export function createRecord(session: string): SessionRecord {
  const growing: Growing = {
    timeline: createTimeline(),
    items: [],
    segments: [],
    marks: [],
    positionsById: new Map(),
    resultsByCall: new Map(),
    decisionsByCall: new Map(),
    rewritesByIndex: new Map(),
    changesByVariable: new Map(),
  };
  const standing = (): SessionRecord => ({
    ...growing,
    session,
    length: growing.timeline.frames.length,
    append(frames) {
      for (const frame of frames) if (frame.position === growing.timeline.frames.length) grow(growing, frame);
      return standing();
    },
  });
  return standing();
}

/** The lists as only this file sees them: see R1. */
interface Growing {
  readonly timeline: Timeline;
  readonly items: Item[];
  readonly segments: Segment[];
  readonly marks: Mark[];
  readonly positionsById: Map<string, number[]>;
  readonly resultsByCall: Map<string, Settled<ToolMessage>>;
  readonly decisionsByCall: Map<string, Settled<ApprovalSettled>[]>;
  readonly rewritesByIndex: Map<number, Settled<Message>[]>;
  readonly changesByVariable: Map<string, number[]>;
}

function grow(growing: Growing, frame: Frame): void {
  const { position } = frame;
  const known = growing.timeline.at(position - 1).conversation.length;
  growing.timeline.append([frame]);
  growing.items.push(...itemsOfFrame(frame, known));
  withFrame(growing.segments, frame);
  growing.marks.push(...marksOfFrame(frame));
  for (const id of idsOfFrame(frame)) add(growing.positionsById, id, position);
  for (const name of Object.keys(frame.variables)) add(growing.changesByVariable, name, position);
  readMessages(growing, frame, known);
  for (const update of frame.updates) {
    if (update.type === "approval.settled") add(growing.decisionsByCall, update.call, { position, value: update });
  }
}

function readMessages(growing: Growing, { position, messages }: Frame, known: number): void {
  for (const { index, message } of messages) {
    if (message.role === "tool") growing.resultsByCall.set(message.call, { position, value: message });
    else if (index < known) add(growing.rewritesByIndex, index, { position, value: message });
  }
}

function add<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
