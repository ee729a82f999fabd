import type { Comparison, Guard, Variables } from "./guard.ts";
import type { Message } from "./message.ts";
import type { ParsedGuard } from "./parse-guard.ts";

/** A condition on a session as a whole, as data; everything that stands in it must hold. */
export interface SessionCondition<Agent extends string = string, ToolName extends string = string, Values = Variables> {
  readonly variables?: Guard<Values>;
  /** How many messages the conversation has, calls' results included. */
  readonly messages?: Comparison;
  /** How many replies models and operators have given. */
  readonly turns?: Comparison;
  /** Input and output tokens of all model calls together. */
  readonly tokens?: Comparison;
  /** In the currency of the graph's `prices`. */
  readonly cost?: Comparison;
  /** Milliseconds since the first message. */
  readonly elapsed?: Comparison;
  /** What was said last, without calls. */
  readonly text?: TextCondition;
  /** Who has the conversation. */
  readonly agent?: Agent | readonly Agent[];
  /** A tool that returned a result since the model was asked last. */
  readonly tool?: ToolName | readonly ToolName[];
  /** Every one of these holds. */
  readonly all?: readonly SessionCondition<Agent, ToolName, Values>[];
  /** At least one of these holds. */
  readonly any?: readonly SessionCondition<Agent, ToolName, Values>[];
  /** This does not hold. */
  readonly not?: SessionCondition<Agent, ToolName, Values>;
  readonly predicate?: SessionPredicate<Values>;
}

/** A condition on the newest message that has a text. */
export interface TextCondition {
  /** Who said it; left out, anybody. */
  readonly by?: "agent" | "user";
  readonly includes?: string;
  /** The source of a regular expression, read with the flag `u`. */
  readonly matches?: string;
}

/** The escape hatch: a pure, synchronous function over the conversation. */
export interface SessionPredicate<Values> {
  /** Stands for the function in drawings, journals and hashes. */
  readonly name: string;
  /** When it throws, the condition does not hold. */
  readonly test: (facts: { readonly messages: Iterable<Message>; readonly variables: Readonly<Values> }) => boolean;
}

/** A session condition as a tree with one kind of node per question. */
export type SessionNode =
  | { readonly kind: "all"; readonly parts: readonly SessionNode[] }
  | { readonly kind: "any"; readonly parts: readonly SessionNode[] }
  | { readonly kind: "not"; readonly part: SessionNode }
  | { readonly kind: "variables"; readonly guard: ParsedGuard }
  | { readonly kind: "measure"; readonly measure: Measure; readonly bounds: Comparison }
  | ({ readonly kind: "text" } & TextCondition)
  | { readonly kind: "agent"; readonly agents: readonly string[] }
  | { readonly kind: "tool"; readonly tools: readonly string[] }
  | ({ readonly kind: "predicate" } & SessionPredicate<Variables>);

/** The questions that a condition asks, in their order, however they are joined. */
export function questionsOf(node: SessionNode): readonly SessionNode[] {
  switch (node.kind) {
    case "all":
    case "any":
      return node.parts.flatMap(questionsOf);
    case "not":
      return questionsOf(node.part);
    default:
      return [node];
  }
}

/** What of a session can be counted. */
export type Measure = "messages" | "turns" | "tokens" | "cost" | "elapsed";

/** What of a session can be counted, in the order in which it is read and printed. */
export const measures: readonly Measure[] = ["messages", "turns", "tokens", "cost", "elapsed"];
