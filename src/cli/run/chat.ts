import type { Graph } from "../../graph/graph.ts";
import type { Clock } from "../../runtime/ports.ts";
import type { Session } from "../../runtime/session.ts";
import { systemClock } from "../../runtime/system-ports.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import type { Screen } from "../screen.ts";
import { attempt, type Chat, type Next } from "./chat-step.ts";
import { decideApproval } from "./decide-approval.ts";
import { createDraft } from "./draft.ts";
import { followRun } from "./follow-run.ts";
import type { Interrupts } from "./interrupts.ts";
import type { LineSource } from "./line-source.ts";
import { obey } from "./obey.ts";
import { printable } from "./printable.ts";
import { recall } from "./recall.ts";
import { restExitCode } from "./rest-exit-code.ts";
import { parseLine } from "./slash-command.ts";
import { spending } from "./spending.ts";
import { createTranscript } from "./transcript.ts";
import type { Watch } from "./watch.ts";

/** Who talks, about what, and where it is seen. */
export interface ChatOptions {
  readonly graph: Graph;
  readonly session: Session;
  readonly screen: Screen;
  readonly lines: LineSource;
  readonly interrupts: Interrupts;
  /** The observer that the session was opened with. */
  readonly watch: Watch;
  /** Tells how much time is left to decide; the system's, unless given. */
  readonly clock?: Pick<Clock, "now">;
  /** Said to whoever leaves before the end of the session; never broken, as it may hold a command to copy. */
  readonly farewell?: string;
}

/**
 * Talks to a session in the terminal until its end, or until there are no more lines.
 *
 * What is asked for depends on where the session rests alone: a message, an operator's answer, or a decision. So a
 * session that was left in any state goes on in it.
 */
export async function chat(options: ChatOptions): Promise<ExitCode> {
  const { graph, session, screen, lines, interrupts, watch, clock = systemClock } = options;
  const transcript = createTranscript(graph, screen);
  const chat: Chat = {
    graph,
    session,
    screen,
    transcript,
    watch,
    clock,
    draft: createDraft(),
    interactive: lines.interactive,
    ask: (prompt) => interrupts.during(lines.leave, () => lines.next(prompt)),
  };
  if (session.state.position > 0) recall(session, transcript);
  for (;;) {
    const next = await stepOf(chat);
    if (next.kind === "leave") {
      tellSpending(chat);
      if (lines.interactive || session.state.status === "awaitingApproval") bidFarewell(chat, options);
      return lines.interactive ? exitCodes.fine : restExitCode(session);
    }
    if (next.kind === "again") continue;
    const ending = await followRun(next.run, { session, interrupts, onUpdate: transcript.show });
    if (ending === "rested") continue;
    const goesOn = lines.interactive && ending === "stopped";
    transcript.note(`■ Stopped.${goesOn ? " What was said until here is kept." : ""}`, "yellow");
    if (goesOn) continue;
    tellSpending(chat);
    bidFarewell(chat, options);
    return lines.interactive ? exitCodes.fine : exitCodes.interrupted;
  }
}

/** Who has written down prices wants to know what it came to. */
function tellSpending({ graph, session, screen }: Chat): void {
  const { usage } = session.state;
  if (Object.keys(graph.prices).length === 0 || usage.inputTokens + usage.outputTokens === 0) return;
  screen.line(`  ${screen.paint("dim", spending(graph, session.state))}`);
}

/** Only a session in which something has been said, and can be said still, has something to lose. */
function bidFarewell({ session, screen }: Chat, { farewell }: ChatOptions): void {
  const { status, position } = session.state;
  if (farewell === undefined || position === 0 || status === "completed" || status === "cancelled") return;
  screen.line(`  ${screen.paint("dim", farewell)}`);
}

function stepOf(chat: Chat): Promise<Next> | Next {
  const { session } = chat;
  switch (session.state.status) {
    case "interrupted":
    case "running": // by itself: a time to decide has passed while nobody was asked
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
  const { draft, screen, session } = chat;
  const speaker = draft.speaker === null ? "you" : printable(draft.speaker);
  const line = await chat.ask({ kind: "user", text: `${screen.paint("bold", speaker)} › ` });
  return understand(chat, line, (text) => {
    const run = session.send(draft.saying(text));
    draft.drop();
    return { kind: "follow", run };
  });
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
