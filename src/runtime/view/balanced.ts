import type { Message, ToolMessage } from "../../graph/message.ts";
import { keepCalls } from "./keep-calls.ts";

/*
 * What a model sees is balanced. Invariants:
 * B1 Behind an assistant message stand the results of its calls, each exactly one, in the order of the calls and
 *    before any other message.
 * B2 No other results stand anywhere.
 * B3 No two calls have the same key.
 *
 * The conversation of a session keeps them itself whenever a model can be asked, and views as data hide a call and
 * its result by one rule and cut only between replies. What a custom view gives is made to keep them here.
 */

/**
 * The messages without what breaks the balance: calls without a result right behind their message are taken out of
 * it, a message of which nothing is left with them; results without their call, and calls that were there before.
 */
export function balanced(messages: Iterable<Message>): readonly Message[] {
  const used = new Set<string>();
  return [...repliesOf(messages)].flatMap((reply) => settledPart(reply, used));
}

/** A message and the results that stand right behind it. */
interface Reply {
  readonly message: Message;
  readonly results: ToolMessage[];
}

function* repliesOf(messages: Iterable<Message>): IterableIterator<Reply> {
  let reply: Reply | null = null;
  for (const message of messages) {
    if (message.role === "tool") reply?.results.push(message);
    else {
      if (reply !== null) yield reply;
      reply = { message, results: [] };
    }
  }
  if (reply !== null) yield reply;
}

function settledPart({ message, results }: Reply, used: Set<string>): readonly Message[] {
  if (message.role !== "assistant") return [message];
  const resultsByCall = new Map(results.toReversed().map((result) => [result.call, result])); // the first one wins
  const kept = keepCalls(message, ({ key }) => {
    if (used.has(key) || !resultsByCall.has(key)) return false;
    used.add(key);
    return true;
  });
  if (kept === null) return [];
  return [kept, ...kept.calls.flatMap(({ key }) => resultsByCall.get(key) ?? [])];
}
