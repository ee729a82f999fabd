import type { Variables } from "./guard.ts";
import type { MaybePromise } from "./maybe-promise.ts";
import type { Message } from "./message.ts";
import type { SessionFacts } from "./written.ts";

/**
 * What a model sees of the conversation: a projection that is made for each model call and changes nothing. On an
 * agent it is what that agent sees of everything; on a handoff, what the target sees of what was said before it.
 */
export type View<Values = Variables> = ViewDefinition | CustomView<Values>;

/** A view as data. Calls and results stay balanced whatever is left out. */
export interface ViewDefinition {
  /** The last so many messages, and the newest user message if it is older; a call is never parted from its result. */
  readonly last?: number;
  /**
   * Which calls are left out, with their results: those for handoffs of other agents (`handoffs`, the default), all
   * calls of tools and handoffs (`calls`), or none (`nothing`).
   */
  readonly hide?: "nothing" | "handoffs" | "calls";
  /** What is not shown is told in a summary, which the agent's model writes; it is journaled and used again. */
  readonly summary?: boolean | SummaryDefinition;
}

/** How a summary is made. */
export interface SummaryDefinition {
  /** For the model that writes it. */
  readonly instructions?: string;
  /**
   * On an agent: how many of the newest messages are shown as they are, at least. When twice as many have gathered
   * behind the last summary, a new one is made. Left out: `last` where the view has it, else 20.
   */
  readonly keep?: number;
}

/** A view of your own: a function from messages to messages. */
export interface CustomView<Values = Variables> {
  /** Stands for the function in drawings and hashes. */
  readonly name: string;
  /** May leave out, reorder or write messages; calls without results and results without calls are taken out again. */
  readonly select: (messages: readonly Message[], facts: SessionFacts<Values>) => MaybePromise<Iterable<Message>>;
}
