import type { Frame } from "../../inspect/frame.ts";
import type { Update } from "../../runtime/update.ts";
import type { NoteItem } from "./item.ts";

/** A line of the conversation that nobody said. */
export type Note = Pick<NoteItem, "tone" | "text" | "detail">;

/** The line about an update; `null` for what is shown in another way, or goes without saying. */
export function updateNote(update: Update): Note | null {
  switch (update.type) {
    case "text.discarded": {
      const { error, delay } = update;
      const next = delay === null ? "" : `, again in ${Math.round(delay)} ms`;
      return { tone: "bad", text: `The answer was discarded: ${error.code}${next}`, detail: error.message };
    }
    case "guardrail.tripped":
      return { tone: "stop", text: `Guardrail ${update.guardrail} tripped on ${update.on}`, detail: update.reason };
    case "guardrail.rewrote":
      return { tone: "stop", text: `Guardrail ${update.guardrail} rewrote the ${update.on}`, detail: update.reason };
    case "conversation.summarized":
      return { tone: "plain", text: `${update.covers} messages summed up for ${update.for}`, detail: null };
    case "message.staged":
      return { tone: "plain", text: "A message waits until what is pending is settled", detail: update.text };
    case "limit.reached":
      return { tone: "stop", text: `The budget of ${limitLabel(update.limit)} is spent`, detail: null };
    case "event.dropped":
      return { tone: "plain", text: `${update.event} came too late and changed nothing`, detail: null };
    default:
      return null;
  }
}

/** The line about how a session came to stand still, at the frame where it did. */
export function frameNote({ event, state, outcome, halt }: Frame): Note | null {
  if (state === "completed" && event !== "session.opened") {
    return typeof outcome === "string" ? { tone: "good", text: `The session ended: ${outcome}`, detail: null } : null;
  }
  if (state === "cancelled") return { tone: "stop", text: "The session was cancelled", detail: null };
  if (event === "run.stopped") return { tone: "stop", text: "The run was stopped", detail: null };
  if (event === "run.resumed") return { tone: "plain", text: "The run was resumed", detail: null };
  if (halt?.kind === "modelFailed") {
    return { tone: "bad", text: `The model failed: ${halt.error.code}`, detail: halt.error.message };
  }
  return null;
}

/** `modelCalls` → `model calls`. */
export function limitLabel(limit: string): string {
  return limit.replaceAll(/[A-Z]/gu, (letter) => ` ${letter.toLowerCase()}`);
}
