/**
 * Every error this library throws. Each is built from facts (a stable code, ids, JSON) and never from a
 * live object, so that an error can be logged, journaled and compared.
 */

/** The facts an error is built from. */
export interface ErrorFacts {
  /** One sentence: what happened, where, and what was expected. */
  readonly message: string;
  /** How to mend it, in one sentence. */
  readonly hint?: string;
  /** The error or value that led to this one. */
  readonly cause?: unknown;
}

const docs = "docs/errors.md";

/** The base of all errors of this library. */
export class HandoffError<Code extends string = string> extends Error {
  /** Stable: programs may branch on it. */
  readonly code: Code;
  readonly hint: string | undefined;
  /** The page that explains the code. */
  readonly docs: string;

  constructor(code: Code, { message, hint, cause }: ErrorFacts) {
    super(hint === undefined ? message : `${message} ${hint}`, cause === undefined ? undefined : { cause });
    this.name = new.target.name;
    this.code = code;
    this.hint = hint;
    this.docs = `${docs}#${code}`;
  }
}

/** A caller broke a contract of the API: a wrong argument, a call at the wrong time. */
export class UsageError extends HandoffError<
  | "bad_definition"
  | "bad_option"
  | "bad_event"
  | "bad_journal"
  | "session_ended"
  | "session_closed"
  | "no_such_call"
  | "no_human_agent"
  | "too_large"
  | "missing_package"
> {}

/** A definition has findings of severity `error`; `findings` carries all of them, warnings included. */
export class GraphError<Finding = unknown> extends HandoffError<"invalid_graph"> {
  readonly findings: readonly Finding[];

  constructor(facts: ErrorFacts & { readonly findings: readonly Finding[] }) {
    super("invalid_graph", facts);
    this.findings = facts.findings;
  }
}

/** A property of a graph does not hold, or it is not known that it does; `report` is what was found about all of them. */
export class CheckError<Report = unknown> extends HandoffError<"property_violated"> {
  /** Not among the fields that test runners list below a message: it is long, and the message has what matters of it. */
  declare readonly report: Report;

  constructor(facts: ErrorFacts & { readonly report: Report }) {
    super("property_violated", facts);
    Object.defineProperty(this, "report", { value: facts.report, enumerable: false });
  }
}

/** Somebody else appended to this session's journal first. */
export class JournalConflictError extends HandoffError<"journal_conflict"> {
  readonly session: string;
  readonly expected: number;
  readonly found: number;

  constructor({ session, expected, found }: { session: string; expected: number; found: number }) {
    super("journal_conflict", {
      message: `Session "${session}" was expected to stand at position ${expected} but stands at ${found}.`,
      hint: "Another process drives this session: open it again to continue from its newest entry.",
    });
    this.session = session;
    this.expected = expected;
    this.found = found;
  }
}

/** A journal was written under another routing graph than the one it is replayed with. */
export class GraphMismatchError extends HandoffError<"graph_mismatch"> {
  /** The name of the graph it was written under, and the hash of its routing part. */
  readonly recorded: GraphName;
  readonly current: GraphName;

  constructor({ session, recorded, current }: { session: string; recorded: GraphName; current: GraphName }) {
    super("graph_mismatch", {
      message:
        recorded.graph === current.graph
          ? `The routing of graph "${current.graph}" has changed since session "${session}" was written: its agents, handoffs, guards, tools' declarations or limits.`
          : `Session "${session}" was written under graph "${recorded.graph}"; this is "${current.graph}".`,
      hint: "Go on with the graph as it was then, or open a new session.",
    });
    this.recorded = recorded;
    this.current = current;
  }
}

/** Which graph, in which state. */
export interface GraphName {
  readonly graph: string;
  /** SHA-256 of the routing part, in hexadecimal. */
  readonly routing: string;
}

/** The ways in which a call to a model can end without a reply. */
export type ModelErrorCode =
  | "aborted"
  | "bad_request"
  | "unauthorized"
  | "rate_limited"
  | "server_error"
  | "connection"
  | "idle_timeout"
  | "truncated_stream"
  | "malformed_stream"
  | "incomplete_reply"
  | "empty_reply"
  | "refused_by_model"
  | "script_ended"
  | "unexpected";

/** A model gave no usable reply. Thrown by model adapters, journaled as `model.failed`. */
export class ModelError extends HandoffError<ModelErrorCode> {
  /** Whether the same request may succeed when it is sent again. */
  readonly retryable: boolean;
  /** Milliseconds the provider asked to wait for, when it did. */
  readonly retryAfter: number | undefined;

  constructor(
    code: ModelErrorCode,
    facts: ErrorFacts & { readonly retryable: boolean; readonly retryAfter?: number | undefined },
  ) {
    super(code, facts);
    this.retryable = facts.retryable;
    this.retryAfter = facts.retryAfter;
  }
}

/** A tool that wants the model to read its message, and nothing of its stack, throws this. */
export class ToolError extends HandoffError<"tool_failed"> {
  constructor(message: string, options: { readonly cause?: unknown } = {}) {
    super("tool_failed", { message, ...options });
  }
}

/** A broken promise of this library itself: please report it. */
export class InternalError extends HandoffError<"internal"> {
  constructor(message: string) {
    super("internal", { message, hint: "This is a defect of handoff-machine: please report it." });
  }
}

/**
 * A graph that was read from JSON is asked for what only the program knows that defined it: a function that does
 * something, a schema, or a predicate for values that were not sent along.
 */
export class NotHereError extends HandoffError<"not_here"> {
  constructor(facts: ErrorFacts) {
    super("not_here", facts);
  }
}

/** Makes a switch exhaustive: the compiler rejects a call that can be reached. */
export function assertNever(value: never): never {
  throw new InternalError(`Unexpected value ${JSON.stringify(value)}.`);
}
