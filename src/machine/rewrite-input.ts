import type { ContentPart, UserMessage } from "../graph/message.ts";
import type { SessionContext } from "./context.ts";
import type { Conversation } from "./conversation.ts";
import type { Verdict } from "./event.ts";

/**
 * The user's words as guardrails rewrote them: that is what every model sees from now on. The journal has what the
 * user wrote.
 */
export function rewriteInput(context: SessionContext, verdicts: readonly Verdict[]): SessionContext {
  const rewrites = verdicts.filter(({ on, outcome }) => on === "input" && outcome === "rewritten");
  if (rewrites.length === 0) return context;
  const conversation = rewrites.reduce(rewriteOne, context.conversation);
  return { ...context, conversation };
}

function rewriteOne(conversation: Conversation, { guardrail, message: index = -1, value }: Verdict): Conversation {
  const message = conversation.at(index);
  if (index < 0 || message?.role !== "user" || typeof value !== "string") return conversation;
  return conversation.replace(index, rewritten(message, { text: value, guardrail }));
}

/** A user message with another text; images and files stay. */
export function rewritten(
  message: UserMessage,
  { text, guardrail }: { readonly text: string; readonly guardrail: string },
): UserMessage {
  const { parts, ...rest } = message;
  const changed = { ...rest, text, rewrittenBy: guardrail };
  if (parts === undefined) return changed;
  const media: readonly ContentPart[] = parts.filter(({ type }) => type !== "text");
  return { ...changed, parts: [{ type: "text", text }, ...media] };
}
