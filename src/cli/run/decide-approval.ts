import type { ApprovalRequested } from "../../runtime/update.ts";
import { attempt, type Chat, type Next } from "./chat-step.ts";
import { obey } from "./obey.ts";
import { inOneLine } from "./printable.ts";
import { parseLine } from "./slash-command.ts";

/** Asks a person about the first call that waits for approval. */
export async function decideApproval(chat: Chat): Promise<Next> {
  const [approval] = chat.session.state.approvals;
  if (approval === undefined) return { kind: "leave" };
  const answer = await chat.ask({ kind: "approval", text: question(chat, approval) });
  if (answer === null) {
    chat.transcript.note("The decision is open still: it is asked for again when the session goes on.");
    return { kind: "leave" };
  }
  const typed = parseLine(answer);
  if (typed.kind === "command") return attempt(chat, () => obey(chat, typed.command));
  return decide(chat, approval.call, answer.trim());
}

function question({ screen, transcript }: Chat, { agent, kind, name, input }: ApprovalRequested): string {
  const wish =
    kind === "handoff" ? `wants to hand off to ${transcript.nameOf(name)}` : `wants ${screen.paint("bold", name)}`;
  const room = Math.max(20, screen.width - name.length - agent.length - 34);
  return `  ${screen.paint("yellow", "?")} ${transcript.nameOf(agent)} ${wish}  ${screen.paint("dim", inOneLine(input, room))}  allow? [y/n] › `;
}

async function decide(chat: Chat, call: string, answer: string): Promise<Next> {
  const [, word = "", said = ""] = /^(\S*)\s*(.*)$/s.exec(answer) ?? [];
  switch (word.toLowerCase()) {
    case "y":
    case "yes":
      return attempt(chat, () => ({ kind: "follow", run: chat.session.approve(call) }));
    case "n":
    case "no": {
      const reason = said === "" && chat.interactive ? await askReason(chat) : said;
      const options = reason === "" ? {} : { reason };
      return attempt(chat, () => ({ kind: "follow", run: chat.session.deny(call, options) }));
    }
    default:
      chat.transcript.note("Answer y, or n, or n and the reason; /stop withdraws the call.", "yellow");
      return { kind: "again" };
  }
}

async function askReason({ ask }: Chat): Promise<string> {
  return (await ask({ kind: "reason", text: "    why? (the agent is told; Enter for no reason) › " }))?.trim() ?? "";
}
