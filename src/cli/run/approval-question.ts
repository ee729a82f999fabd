import type { ApprovalRequested } from "../../runtime/update.ts";
import { approvalAnswers } from "./approval-answer.ts";
import type { Chat } from "./chat-step.ts";
import { inLines, isTelling } from "./printable.ts";
import { timeLeft } from "./time-left.ts";
import { textWidth } from "./word-flow.ts";

/** Shows what a person decides about. The arguments are never cut: they decide about the whole of them. */
export function showQuestion({ screen, transcript }: Chat, approval: ApprovalRequested): void {
  const { agent, kind, name, input, inDoubt } = approval;
  const wish =
    kind === "handoff" ? `wants to hand off to ${transcript.nameOf(name)}` : `wants ${screen.paint("bold", name)}`;
  screen.line(`  ${screen.paint("yellow", "?")} ${transcript.nameOf(agent)} ${wish}${inDoubt ? " again" : ""}`);
  if (isTelling(input)) {
    const width = textWidth(screen) - indent.length;
    for (const line of inLines(input, width)) screen.line(`${indent}${line}`);
  }
  if (inDoubt) transcript.note(doubt, "yellow");
}

const indent = "    ";

const doubt = "In doubt: it was under way when its process died, and may have had its effect already.";

/** What is asked behind the question, with the time that is left to answer. */
export function answerPrompt({ screen, clock }: Chat, { kind, expiresAt }: ApprovalRequested): string {
  const left = expiresAt === null ? "" : screen.paint("dim", ` (${timeLeft(expiresAt - clock.now())} left)`);
  return `  allow? ${kind === "handoff" ? "[y/n/e]" : "[y/n/a/s/e]"}${left} › `;
}

/** Lists what can be answered. */
export function showAnswers({ transcript }: Chat, { kind }: ApprovalRequested): void {
  for (const { usage, about } of approvalAnswers) {
    if (kind === "handoff" && (usage === "a" || usage === "s")) continue; // what is remembered is about tools
    transcript.note(`${usage.padEnd(12)}${about}`, "yellow");
  }
  transcript.note(`${"/stop".padEnd(12)}withdraw the call`, "yellow");
}
