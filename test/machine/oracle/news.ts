import type { Message, SessionContext } from "handoff-machine";
import { stateName } from "../../../src/machine/state.ts";
import type { WalkStep } from "../walk.ts";

/* What a step brought, read off the snapshots before and after it. */

/** The messages that entered the conversation. */
export function newMessages({ before, after }: WalkStep): readonly Message[] {
  return [...after.context.conversation.since(before.context.conversation.length)];
}

/** How an agent got the conversation in this step, when one did by other ways than a user message. */
export function pass({ before, after }: WalkStep): SessionContext["received"] {
  return after.context.received === before.context.received ? null : after.context.received;
}

/** The turns for which a model is asked for the first time. */
export function newModelCalls({ before, effects }: WalkStep): readonly number[] {
  return effects.flatMap(({ type, params }) =>
    type === "callModel" && params.turn > before.context.turn ? [params.turn] : [],
  );
}

/** Who has the conversation, and what is waited for; `null` beside the agents. */
export function place({
  value,
}: {
  readonly value: unknown;
}): { readonly agent: string; readonly inner: string } | null {
  const state = stateName(value);
  return typeof state === "string" ? null : state;
}

/** Whether a variable has another value than before. */
export function wroteVariables({ before, after }: WalkStep): boolean {
  const [was, is] = [before.context.variables, after.context.variables];
  return Object.keys(is).some((name) => !Object.is(was[name], is[name]));
}
