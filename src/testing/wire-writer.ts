import type { JsonObject } from "../json.ts";
import type { StagedReply } from "../models/scripted-reply.ts";

/** How a model ends: with a whole reply, cut off by a limit, or declining to answer. */
export type Ending = "completed" | "incomplete" | "refused";

/** What is written in a wire format. */
export interface Utterance {
  readonly reply: StagedReply;
  readonly ending: Ending;
  /** The model's name, as it was asked for. */
  readonly model: string;
  /** Unique within the server. */
  readonly id: string;
}

/** A body in frames: those that carry the reply, and those without which it is not complete. */
export interface Frames {
  readonly opening: readonly string[];
  readonly closing: readonly string[];
}

/** Writes utterances in one wire format. */
export interface WireWriter {
  /** As server-sent events. */
  readonly stream: (utterance: Utterance, request: JsonObject) => Frames;
  /** As one JSON object. */
  readonly whole: (utterance: Utterance) => JsonObject;
}

/** Cuts the arguments of a call into at most nine fragments, so that a reader has to put them together. */
export function fragmentsOf(text: string): readonly string[] {
  const size = Math.max(8, Math.ceil(text.length / 8));
  return Array.from({ length: Math.ceil(text.length / size) }, (_, index) =>
    text.slice(index * size, (index + 1) * size),
  );
}
