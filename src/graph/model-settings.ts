/** Settings of one agent's model calls, in the words that providers share; a client passes on those it knows. */
export interface ModelSettings {
  /** Takes the place of the client's model, at the same provider. */
  readonly model?: string;
  readonly temperature?: number;
  readonly topP?: number;
  /** The most tokens that a reply may take. */
  readonly maxOutputTokens?: number;
  readonly reasoningEffort?: "none" | "minimal" | "low" | "medium" | "high" | "xhigh" | "max";
  /** Whether one reply may hold several calls. */
  readonly parallelToolCalls?: boolean;
  /** Whether the model may, must or must not call a tool; `required` holds until a tool was called in this exchange. */
  readonly toolChoice?: "auto" | "required" | "none";
}
