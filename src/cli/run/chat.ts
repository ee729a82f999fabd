import type { Graph } from "../../graph/graph.ts";
import type { Session } from "../../runtime/session.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import type { Screen } from "../screen.ts";
import { attempt, type Chat, type Next } from "./chat-step.ts";
import { decideApproval } from "./decide-approval.ts";
import { followRun } from "./follow-run.ts";
import type { Interrupts } from "./interrupts.ts";
import type { LineSource } from "./line-source.ts";
import { obey } from "./obey.ts";
import { parseLine } from "./slash-command.ts";
import { createTranscript } from "./transcript.ts";

/** Who talks, about what, and where it is seen. */
export interface ChatOptions {
  readonly graph: Graph;
  readonly session: Session;
  readonly screen: Screen;
  readonly lines: LineSource;
  readonly interrupts: Interrupts;
}

/**
 * Talks to a session in the terminal until its end, or until there are no more lines.
 *
 * What is asked for depends on where the session rests alone: a message, an operator's answer, or a decision. So a
 * session that was left in any state goes on in it.
 */
export async function chat({ graph, session, screen, lines, interrupts }: ChatOptions): Promise<ExitCode> {
  const transcript = createTranscript(graph, screen);
  const chat: Chat = {
    graph,
    session,
    screen,
    transcript,
    interactive: lines.interactive,
    ask: (prompt) => interrupts.during(lines.leave, () => lines.next(prompt)),
  };
  for (;;) {
    const next = await stepOf(chat);
    if (next.kind === "leave") return exitCodeOf(chat);
    if (next.kind === "again") continue;
    const ending = await followRun(next.run, { session, interrupts, onUpdate: transcript.show });
    if (ending === "rested") continue;
    transcript.note("■ Stopped. What was said until here is kept.", "yellow");
    if (!lines.interactive) return exitCodes.interrupted;
    if (ending === "abandoned") return exitCodes.fine;
  }
}

function stepOf(chat: Chat): Promise<Next> | Next {
  const { session, transcript } = chat;
  switch (session.state.status) {
    case "interrupted":
      transcript.note("What was under way when the session was left goes on.");
      return { kind: "follow", run: session.resume() };
    case "completed":
    case "cancelled":
      return { kind: "leave" };
    case "awaitingApproval":
      return decideApproval(chat);
    case "awaitingOperator":
      return hearOperator(chat);
    default:
      return hearUser(chat);
  }
}

async function hearUser(chat: Chat): Promise<Next> {
  chat.screen.line();
  const line = await chat.ask({ kind: "user", text: `${chat.screen.paint("bold", "you")} › ` });
  return understand(chat, line, (text) => ({ kind: "follow", run: chat.session.send(text) }));
}

async function hearOperator(chat: Chat): Promise<Next> {
  chat.screen.line();
  const operator = chat.session.state.agent ?? "";
  const line = await chat.ask({ kind: "operator", text: `operator(${chat.transcript.nameOf(operator)}) › ` });
  return understand(chat, line, (text) => ({ kind: "follow", run: chat.session.operate({ text }) }));
}

/** A message is said, a command obeyed; what is neither is told, and asked again. */
async function understand(chat: Chat, line: string | null, say: (text: string) => Next): Promise<Next> {
  if (line === null) return { kind: "leave" };
  const typed = parseLine(line);
  switch (typed.kind) {
    case "unknown":
      chat.transcript.note(typed.problem, "yellow");
      return { kind: "again" };
    case "command":
      return attempt(chat, () => obey(chat, typed.command));
    case "message":
      return typed.text === "" ? { kind: "again" } : attempt(chat, () => say(typed.text));
  }
}

function exitCodeOf({ session, interactive }: Chat): ExitCode {
  return session.state.status === "failed" && !interactive ? exitCodes.failed : exitCodes.fine;
}
