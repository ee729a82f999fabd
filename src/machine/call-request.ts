import type { Scalar } from "../graph/guard.ts";
import type { JsonObject, JsonValue } from "../json.ts";

/** A call of a reply after it was decoded: what it asks for, or why it cannot be. */
export type DecodedCall = CallText & CallRequest;

/** A call as the model transmitted it. */
export interface CallText {
  readonly id: string | null;
  readonly name: string;
  readonly arguments: string;
}

/** What a call asks for. */
export type CallRequest =
  | {
      readonly kind: "tool";
      readonly tool: string;
      /** The arguments as the tool's schema took them, as JSON. */
      readonly input: JsonObject;
      readonly approval: boolean;
      /** The schema makes of the arguments what JSON cannot carry: it is run on them again for the tool. */
      readonly lossy?: true;
    }
  | { readonly kind: "handoff"; readonly to: string; readonly input: JsonValue }
  | { readonly kind: "return"; readonly to: string; readonly input: JsonValue }
  /** The session shall end, with this result. */
  | { readonly kind: "end"; readonly input: JsonValue }
  /** The user shall be asked. */
  | { readonly kind: "question"; readonly question: string }
  | {
      readonly kind: "rejected";
      readonly code: RejectionCode;
      readonly message: string;
      /** Whether it asked for another agent. */
      readonly handoff: boolean;
      /** The agent it asked for, where that is known. */
      readonly to: string | null;
    };

/** Why a call was refused before the machine was asked. */
export type RejectionCode =
  | "unknown_tool"
  | "foreign_tool"
  | "guard"
  | "unknown_target"
  | "undeclared_handoff"
  | "self_handoff"
  | "not_delegated"
  | "invalid_json"
  | "invalid_arguments"
  | "too_large"
  | "too_many_calls"
  | "undeclared_end"
  | "undeclared_question"
  | "guardrail";

/** A handoff as it stood when a model was asked. */
export interface Offer {
  readonly to: string;
  readonly offered: boolean;
  readonly holds: boolean;
  readonly reads: Readonly<Record<string, Scalar | unknown>>;
}
