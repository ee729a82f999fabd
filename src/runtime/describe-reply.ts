import type { AssistantMessage } from "../graph/message.ts";
import type { SessionContext } from "../machine/context.ts";
import type { ModelReplied, Verdict } from "../machine/event.ts";
import type { GuardrailActed, Update } from "./update.ts";

interface Facts {
  readonly was: SessionContext;
  readonly is: SessionContext;
  readonly agent: string;
}

/** Tells what a model answered, and what came along with the answer. */
export function describeReply(
  { turn, calls, usage, verdicts, summary }: ModelReplied,
  { was, is, agent }: Facts,
): readonly Update[] {
  const message = newReplies(was, is).find((one) => one.turn === turn);
  const text = message?.fixedBy === undefined ? (message?.text ?? "") : "";
  const ended = { type: "turn.ended", agent, turn, text, calls: calls.length, usage } as const;
  return [
    ...(summary === undefined
      ? []
      : [{ type: "conversation.summarized", for: summary.for, covers: summary.covers } as const]),
    ...guardrailUpdates(verdicts, agent),
    message?.output === undefined ? ended : { ...ended, output: message.output },
  ];
}

/** Tells which guardrails did not let something through as it was. */
export function guardrailUpdates(verdicts: readonly Verdict[] = [], agent: string): readonly GuardrailActed[] {
  return verdicts.flatMap(({ outcome, guardrail, on, reason = null, call = null }) =>
    outcome === "passed"
      ? []
      : [
          {
            type: outcome === "tripped" ? "guardrail.tripped" : "guardrail.rewrote",
            agent,
            guardrail,
            on,
            reason,
            call,
          },
        ],
  );
}

/** Tells what the machine said in the place of a model. */
export function fixedReplies(was: SessionContext, is: SessionContext): readonly Update[] {
  return newReplies(was, is).flatMap(({ agent, text, fixedBy }) =>
    fixedBy === undefined || text === "" ? [] : [{ type: "reply.fixed", agent, text, by: fixedBy }],
  );
}

/** The assistant's messages that a step added; a step adds a handful of messages at most. */
function newReplies(
  { conversation: before }: SessionContext,
  { conversation }: SessionContext,
): readonly AssistantMessage[] {
  if (conversation.length === before.length) return none;
  const replies: AssistantMessage[] = [];
  for (let index = before.length; index < conversation.length; index++) {
    const message = conversation.at(index);
    if (message?.role === "assistant") replies.push(message);
  }
  return replies;
}

const none: readonly AssistantMessage[] = [];
