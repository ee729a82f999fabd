import type { ApprovalRequested } from "../../runtime/update.ts";
import { attempt, type Chat, type Next } from "./chat-step.ts";
import { obey } from "./obey.ts";
import { inLines, isTelling } from "./printable.ts";
import { parseLine } from "./slash-command.ts";
import { textWidth } from "./word-flow.ts";

/** Asks a person about the first call that waits for approval. */
export async function decideApproval(chat: Chat): Promise<Next> {
  const [approval] = chat.session.state.approvals;
  if (approval === undefined) return { kind: "leave" };
  showQuestion(chat, approval);
  const answer = await chat.ask({ kind: "approval", text: "  allow? [y/n] › " });
  if (answer === null) return { kind: "leave" };
  const typed = parseLine(answer);
  if (typed.kind === "command") return attempt(chat, () => obey(chat, typed.command));
  if (typed.kind === "unknown") {
    chat.transcript.note(typed.problem, "yellow");
    return { kind: "again" };
  }
  return decide(chat, approval.call, answer.trim());
}

/** The arguments are never cut: a person decides about the whole of them. */
function showQuestion({ screen, transcript }: Chat, { agent, kind, name, input }: ApprovalRequested): void {
  const wish =
    kind === "handoff" ? `wants to hand off to ${transcript.nameOf(name)}` : `wants ${screen.paint("bold", name)}`;
  screen.line(`  ${screen.paint("yellow", "?")} ${transcript.nameOf(agent)} ${wish}`);
  if (!isTelling(input)) return;
  for (const line of inLines(input, textWidth(screen) - argumentIndent.length)) screen.line(`${argumentIndent}${line}`);
}

const argumentIndent = "    ";

async function decide(chat: Chat, call: string, answer: string): Promise<Next> {
  const [, word = "", said = ""] = /^(\S*)\s*(.*)$/s.exec(answer) ?? [];
  switch (word.toLowerCase()) {
    case "y":
    case "yes":
      return attempt(chat, () => ({ kind: "follow", run: chat.session.approve(call) }));
    case "n":
    case "no": {
      const reason = said === "" && chat.interactive ? await askReason(chat) : said;
      if (reason === null) return { kind: "leave" };
      const options = reason === "" ? {} : { reason };
      return attempt(chat, () => ({ kind: "follow", run: chat.session.deny(call, options) }));
    }
    default:
      chat.transcript.note("Answer y, or n, or n and the reason; /stop withdraws the call.", "yellow");
      return { kind: "again" };
  }
}

/** `null` when whoever is asked leaves: then the decision stays open. */
async function askReason({ ask }: Chat): Promise<string | null> {
  const answer = await ask({ kind: "reason", text: "    why? (the agent is told; Enter for no reason) › " });
  return answer?.trim() ?? null;
}
