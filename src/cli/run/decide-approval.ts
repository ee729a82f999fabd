import type { ApprovalRequested } from "../../runtime/update.ts";
import { parseApprovalAnswer } from "./approval-answer.ts";
import { answerPrompt, showAnswers, showQuestion } from "./approval-question.ts";
import { attempt, type Chat, type Next } from "./chat-step.ts";
import { createExpiry } from "./expiry.ts";
import { obey } from "./obey.ts";
import { parseLine } from "./slash-command.ts";

/**
 * Asks a person about the first call that waits for approval. When the time to decide about any passes meanwhile, the
 * question is withdrawn, what happened is shown, and the chat goes on with what the session does by itself.
 */
export async function decideApproval(chat: Chat): Promise<Next> {
  const { session, transcript, watch } = chat;
  const [approval] = session.state.approvals;
  if (approval === undefined) return { kind: "leave" };
  const expiry = createExpiry(session);
  showQuestion(chat, approval);
  const decided = await watch.during(expiry.onUpdate, () => decide(chat, approval, expiry.signal));
  if (!expiry.signal.aborted) return decided();
  expiry.seen.forEach(transcript.show);
  return expiry.run === null ? { kind: "again" } : { kind: "follow", run: expiry.run };
}

/** What is to be done about an answer; it is done when it is known that the question was not withdrawn. */
type Decided = () => Next | Promise<Next>;

async function decide(chat: Chat, approval: ApprovalRequested, signal: AbortSignal): Promise<Decided> {
  const { session, transcript } = chat;
  const { call, binding } = approval;
  const line = await chat.ask({ kind: "approval", text: answerPrompt(chat, approval), signal });
  if (line === null) return leave;
  const typed = parseLine(line);
  if (typed.kind === "command") return () => attempt(chat, () => obey(chat, typed.command));
  if (typed.kind === "unknown") return () => tellAgain(chat, typed.problem);
  const answer = parseApprovalAnswer(typed.text);
  switch (answer.kind) {
    case "approve":
      return () =>
        attempt(chat, () => ({ kind: "follow", run: session.approve(call, { ...answer.options, binding }) }));
    case "deny": {
      const reason = answer.reason === "" && chat.interactive ? await askReason(chat, signal) : answer.reason;
      if (reason === null) return leave;
      const options = reason === "" ? { binding } : { reason, binding };
      return () => attempt(chat, () => ({ kind: "follow", run: session.deny(call, options) }));
    }
    case "unclear":
      return () => {
        if (answer.problem !== "") return tellAgain(chat, answer.problem);
        transcript.note("Answer with one of these:", "yellow");
        showAnswers(chat, approval);
        return { kind: "again" };
      };
  }
}

function leave(): Next {
  return { kind: "leave" };
}

function tellAgain({ transcript }: Chat, problem: string): Next {
  transcript.note(problem, "yellow");
  return { kind: "again" };
}

/** `null` when whoever is asked leaves: then the decision stays open. */
async function askReason({ ask }: Chat, signal: AbortSignal): Promise<string | null> {
  const text = "    why? (the agent is told; Enter for no reason) › ";
  const answer = await ask({ kind: "reason", text, signal });
  return answer?.trim() ?? null;
}
