import type { StandardView } from "../../graph/graph.ts";
import type { Message } from "../../graph/message.ts";
import { keepCalls } from "./keep-calls.ts";
import type { Stretch } from "./stretch.ts";

/** Which calls a view leaves out. */
export type Hide = StandardView["hide"];

/**
 * The message at an index as a model sees it: a copy without what is hidden, or `null` when nothing of it is shown.
 *
 * `handoffs` hides those of other agents; an agent that gets control back sees its own again. `calls` hides all,
 * but for the agent's own of the current exchange, whose results its model has asked for and waits to read.
 * A call and its result are hidden by the same rule, so both are or neither is.
 */
export function shown(stretch: Stretch, hide: Hide, index: number): Message | null {
  const message = stretch.conversation.at(index);
  if (message === undefined) return null;
  switch (message.role) {
    case "tool":
      return isHidden(stretch, hide, { agent: message.agent, handoff: message.handoff, index }) ? null : message;
    case "assistant": {
      const { agent } = message;
      return keepCalls(message, ({ handoff }) => !isHidden(stretch, hide, { agent, handoff, index }));
    }
    default:
      return message;
  }
}

/** What is shown of a stretch from one index to another, made while it is read. */
export function* shownBetween(
  stretch: Stretch,
  hide: Hide,
  { from, to }: { readonly from: number; readonly to: number },
): IterableIterator<Message> {
  for (let index = from; index < to; index++) {
    const message = shown(stretch, hide, index);
    if (message !== null) yield message;
  }
}

/**
 * What is shown of a stretch from a cut to its end, made anew whenever it is read. The newest user message is part of
 * it even if it lies before the cut: nothing else tells the model what is asked of it.
 */
export function shownSince(stretch: Stretch, hide: Hide, cut: () => number): Iterable<Message> {
  const { conversation, heard, from, to } = stretch;
  return {
    *[Symbol.iterator]() {
      const first = cut();
      const newest = heard >= from && heard < first ? conversation.at(heard) : undefined;
      if (newest !== undefined) yield newest;
      yield* shownBetween(stretch, hide, { from: first, to });
    },
  };
}

function isHidden(
  { agent, current }: Stretch,
  hide: Hide,
  call: { readonly agent: string; readonly handoff: boolean; readonly index: number },
): boolean {
  const isOwn = call.agent === agent;
  switch (hide) {
    case "nothing":
      return false;
    case "handoffs":
      return call.handoff && !isOwn;
    case "calls":
      return !isOwn || call.index < current;
  }
}
