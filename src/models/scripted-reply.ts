import type { ModelErrorCode } from "../errors.ts";
import type { Usage } from "../graph/message.ts";
import { endToolName, handoffToolName, questionToolName, returnToolName } from "../graph/tool-name.ts";
import { isRecord, type JsonValue } from "../json.ts";
import type { ModelCall, ModelReply } from "../runtime/ports.ts";

/** What a scripted model does when it is asked: a text, one call, a whole reply, or a failure. */
export type ScriptedStep = string | ScriptedCall | ScriptedReply | ScriptedFailure;

/** A reply: text, calls, or both. */
export interface ScriptedReply {
  readonly text?: string;
  /** The pieces in which the text arrives, instead of `text`, which arrives word by word. */
  readonly chunks?: readonly string[];
  readonly calls?: readonly ScriptedCall[];
  /** Zero tokens when it is left out. */
  readonly usage?: Usage;
  /** Milliseconds to wait before each piece of text, or before a reply without text; a model server waits so before each event. */
  readonly delay?: number;
}

/** A call to a tool: see {@link call}, {@link handOff}, {@link returnTo}, {@link askUser} and {@link endConversation}. */
export interface ScriptedCall {
  readonly name: string;
  /** A string is sent as it is, JSON or not; anything else as JSON; nothing as `{}`. */
  readonly arguments?: JsonValue;
  /** `call_<n>` when it is left out, counting the calls of the script from 1; `null` sends none. */
  readonly id?: string | null;
}

/** A model that gives no usable reply. */
export interface ScriptedFailure {
  readonly error: ModelErrorCode;
  readonly message?: string;
  /** As the code has it when it is left out. */
  readonly retryable?: boolean;
  /** Milliseconds. */
  readonly retryAfter?: number;
  /** Text that arrives before the failure. */
  readonly partial?: string;
}

/** A step made ready to be sent: the reply, and the pieces in which its text arrives. */
export interface StagedReply extends ModelReply {
  readonly pieces: readonly string[];
  /** Milliseconds. */
  readonly delay: number;
}

/**
 * Writes a call to a tool.
 *
 * @example
 * ```ts
 * import { call, scriptedModel } from "handoff-machine/testing";
 *
 * scriptedModel([call("lookup_order", { id: "A-17" }), "Your order is on its way."]);
 * ```
 */
export function call(name: string, input: JsonValue = {}): ScriptedCall {
  return { name, arguments: input };
}

/** Writes the call with which a model hands the conversation to another agent. */
export function handOff(to: string, input: JsonValue = {}): ScriptedCall {
  return call(handoffToolName(to), input);
}

/** Writes the call with which a delegate's model gives the conversation back to the agent that delegated. */
export function returnTo(agent: string, input: JsonValue = {}): ScriptedCall {
  return call(returnToolName(agent), input);
}

/** Writes the call with which a model asks the user something and waits for the answer. */
export function askUser(question: string): ScriptedCall {
  return call(questionToolName, { question });
}

/** Writes the call with which a model ends the session; `input` is the session's result, or gives the reason. */
export function endConversation(input: JsonValue = {}): ScriptedCall {
  return call(endToolName, input);
}

/** Whether a step is a failure. */
export function isScriptedFailure(step: ScriptedStep): step is ScriptedFailure {
  return isRecord(step) && "error" in step;
}

/** Makes a step ready to be sent; `nextId` is asked for each call that has no id of its own. */
export function stageReply(step: Exclude<ScriptedStep, ScriptedFailure>, nextId: () => string): StagedReply {
  if (typeof step === "string") return stageReply({ text: step }, nextId);
  if ("name" in step) return stageReply({ calls: [step] }, nextId);
  const pieces = step.chunks ?? wordsOf(step.text ?? "");
  return {
    text: pieces.join(""),
    pieces,
    calls: (step.calls ?? []).map((scripted) => stageCall(scripted, nextId)),
    usage: step.usage ?? { inputTokens: 0, outputTokens: 0 },
    model: "scripted",
    delay: step.delay ?? 0,
  };
}

/** Cuts a text into its words, each with the blanks before it; nothing is lost. */
export function wordsOf(text: string): readonly string[] {
  return text.match(/\s*\S+|\s+$/g) ?? [];
}

function stageCall(scripted: ScriptedCall, nextId: () => string): ModelCall {
  const { name, id = nextId(), arguments: input = {} } = scripted;
  return { id, name, arguments: typeof input === "string" ? input : JSON.stringify(input) };
}
