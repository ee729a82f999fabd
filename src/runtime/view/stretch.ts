import type { Conversation } from "../../machine/conversation.ts";

/** What views read of a conversation: single messages, so that what they do not show costs nothing. */
export type Messages = Pick<Conversation, "at" | "length">;

/** A stretch of the conversation that one view rules, and for whom it is shown. */
export interface Stretch {
  readonly conversation: Messages;
  /** The agent whose model sees it. */
  readonly agent: string;
  /** Its first message. */
  readonly from: number;
  /** The first message behind it. */
  readonly to: number;
  /** The newest user message of the conversation; -1 before the first. */
  readonly heard: number;
  /** Where the agent's current exchange begins: see {@link currentFrom}. */
  readonly current: number;
}

/** Where the conversation can be cut when a cut was wanted here: results stay with the message that made their calls. */
export function wholeReply(conversation: Messages, index: number): number {
  let place = index;
  while (place > 0 && conversation.at(place)?.role === "tool") place--;
  return place;
}

/**
 * Where the current exchange of an agent begins: behind the newest user message, or where it got the conversation if
 * that is later. A user message that came while calls were running stands behind results that the model has not
 * seen, and so does one that answers a question the model asked with a call: that reply is part of the exchange too.
 */
export function currentFrom(conversation: Messages, { heard, since }: { heard: number; since: number }): number {
  if (heard < since) return since;
  let spoke = heard;
  while (spoke > since && conversation.at(spoke - 1)?.role === "user") spoke--;
  const isUnread = spoke > since && conversation.at(spoke - 1)?.role === "tool";
  return isUnread ? Math.max(since, wholeReply(conversation, spoke - 1)) : heard + 1;
}
