import type { Message } from "../../graph/message.ts";

/** Messages after messages, read when they are asked for and as often as they are. */
export function concatenated(...parts: readonly Iterable<Message>[]): Iterable<Message> {
  return {
    *[Symbol.iterator]() {
      for (const part of parts) yield* part;
    },
  };
}
