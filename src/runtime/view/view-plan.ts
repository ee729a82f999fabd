import type { MaybePromise } from "../../graph/maybe-promise.ts";
import type { Message } from "../../graph/message.ts";

/** What a model will see of the conversation, and what must be done before. */
export interface ViewPlan {
  /** A summary that must be made first, or null. */
  readonly summary: DueSummary | null;
  /**
   * What the model sees; `made` is the text of the summary that was asked for. When it could not be made, what it
   * would cover is shown as it is. Custom views may be asynchronous.
   *
   * @throws {@link UsageError} `bad_option` when a custom view gives something else than messages; what it throws
   * itself goes through.
   */
  seen(made: string | null): MaybePromise<Iterable<Message>>;
}

/** A summary that a view asks for. */
export interface DueSummary {
  /**
   * Under which name it is kept: the agent, or the edge `from → to`, that it is made for; and of an agent's own view
   * beside one of the edge, `agent since from → agent`.
   */
  readonly for: string;
  /** How many messages of the conversation it covers, from the first. */
  readonly covers: number;
  /** For the model that writes it. */
  readonly instructions: string;
  /** What that model is told, made while it is read; balanced, and a prompt comes last. */
  readonly messages: Iterable<Message>;
}
