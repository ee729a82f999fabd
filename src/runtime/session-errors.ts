import { UsageError } from "../errors.ts";

/* What a session says when it is used at the wrong time. */

/** The session was let go of. */
export function sessionClosed(session: string): UsageError {
  return new UsageError("session_closed", {
    message: `Session "${session}" was closed.`,
    hint: "Open it again: runtime.open(id).",
  });
}

/** The session is over. */
export function sessionEnded(session: string, outcome: string | null): UsageError {
  return new UsageError("session_ended", {
    message: `Session "${session}" is over: ${outcome ?? "completed"}.`,
    hint: "Open a session under another name to go on.",
  });
}

/** An operator speaks where no human agent has the conversation. */
export function noHumanAgent(active: string | null): UsageError {
  return new UsageError("no_human_agent", {
    message: `The conversation is with ${active ?? "nobody yet"}, not with a human agent.`,
    hint: "An operator speaks when a human agent owns the conversation.",
  });
}

/** An operator speaks before the handoff that he proposed is decided. */
export function stillDeciding(): UsageError {
  return new UsageError("bad_event", {
    message: "What the operator said before is still being decided.",
    hint: "Decide about the handoff that waits for approval, or stop it, and speak then.",
  });
}
