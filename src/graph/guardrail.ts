import type { JsonValue } from "../json.ts";
import type { Variables } from "./guard.ts";
import type { MaybePromise } from "./maybe-promise.ts";
import type { SessionFacts } from "./written.ts";

/**
 * A check on what enters or leaves a model or a tool. Without `agents` and `tools` it is run for all of them: also for
 * those that get the conversation by a handoff.
 */
export interface GuardrailDefinition<
  Agent extends string = string,
  ToolName extends string = string,
  Values = Variables,
> {
  /**
   * `input`: what the user said, once for every agent that receives it; `output`: what an agent says or asks the
   * user, before anybody sees it; `arguments`: those of a tool call, before approval is asked; `result`: what a tool returned.
   */
  readonly on: GuardrailPlace;
  readonly description?: string;
  readonly agents?: readonly Agent[];
  /** Of `arguments` and `result`. */
  readonly tools?: readonly ToolName[];
  /** Of `input`: whether the model is asked meanwhile (then it cannot rewrite). Left out, the model waits. */
  readonly beside?: boolean;
  readonly check: GuardrailCheck<Values>;
  /**
   * What follows when it trips: the text or call is refused (the default), the model is asked again (of `output`), the
   * conversation goes to an agent, or is over. The agent that it goes to is not checked by it.
   */
  readonly onTrip?: "refuse" | "retry" | { readonly to: Agent } | { readonly end: string };
  /** What the user is told instead, of `input` and `output`. Left out: `This cannot be answered.` */
  readonly say?: string;
  /** What counts when the check throws: that it tripped (the default), or that it passed. */
  readonly onError?: "trip" | "pass";
}

/** Where a guardrail checks. */
export type GuardrailPlace = "input" | "output" | "arguments" | "result";

/** Judges one text or value. */
export type GuardrailCheck<Values = Variables> = (facts: GuardrailFacts<Values>) => MaybePromise<GuardrailVerdict>;

/** What a check is told. */
export interface GuardrailFacts<Values = Variables> extends SessionFacts<Values> {
  /** What is checked: a text; of `arguments` and `result` the value, where it is no text as JSON. */
  readonly text: string;
  /** What is checked, as a value. */
  readonly value: JsonValue;
  /** The tool, of `arguments` and `result`. */
  readonly tool: string | null;
  readonly signal: AbortSignal;
}

/** What a check says: all is well, it trips for a reason, or something else must stand there. */
export type GuardrailVerdict = "pass" | { readonly trip: string } | { readonly rewrite: JsonValue };
