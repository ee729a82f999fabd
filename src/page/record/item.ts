import type { AssistantMessage, Message, OperatorMessage, PromptMessage, UserMessage } from "../../graph/message.ts";
import type { ApprovalRequested, HandoffMade, HandoffRefused, UserAsked } from "../../runtime/update.ts";

/** One thing in the conversation as it is shown: from its position on, and, where it gives way to another, up to that. */
export type Item =
  | SpokenItem
  | CallItem
  | WishItem
  | HandoffItem
  | RefusalItem
  | ApprovalItem
  | QuestionItem
  | NoteItem;

interface Placed {
  /** Unique in a session. */
  readonly key: string;
  /** The position of the entry that brought it. */
  readonly position: number;
}

/** Something was said. */
export interface SpokenItem extends Placed {
  readonly kind: "spoken";
  /** Its place among the messages: a guardrail may put another one there later. */
  readonly index: number;
  readonly message: UserMessage | AssistantMessage | OperatorMessage | PromptMessage;
}

/** A tool was called. */
export interface CallItem extends Placed {
  readonly kind: "call";
  readonly agent: string;
  readonly call: string;
  readonly name: string;
  /** As the model wrote them. */
  readonly arguments: string;
}

/** A call about who speaks next, until it is known what became of it. */
export interface WishItem extends Placed {
  readonly kind: "wish";
  readonly agent: string;
  readonly call: string;
  readonly name: string;
  readonly arguments: string;
}

/** The conversation went to another agent. */
export interface HandoffItem extends Placed {
  readonly kind: "handoff";
  readonly update: HandoffMade;
  readonly edge: string | null;
}

/** A handoff was asked for and not taken. */
export interface RefusalItem extends Placed {
  readonly kind: "refusal";
  readonly update: HandoffRefused;
  readonly edge: string | null;
}

/** A person is asked to allow a call. */
export interface ApprovalItem extends Placed {
  readonly kind: "approval";
  readonly update: ApprovalRequested;
}

/** An agent asks the user. */
export interface QuestionItem extends Placed {
  readonly kind: "question";
  readonly update: UserAsked;
}

/** Anything else worth a line. */
export interface NoteItem extends Placed {
  readonly kind: "note";
  readonly tone: NoteTone;
  readonly text: string;
  /** More of it, where there is more. */
  readonly detail: string | null;
}

/** `good`: it came to its end. `stop`: something was held back. `bad`: something failed. */
export type NoteTone = "plain" | "good" | "stop" | "bad";

/** A message that stands for itself: results stand with their calls. */
export function isSpoken(message: Message): message is SpokenItem["message"] {
  return message.role !== "tool";
}
