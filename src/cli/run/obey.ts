import { UsageError } from "../../errors.ts";
import type { JsonValue } from "../../json.ts";
import { countLabel } from "../count-label.ts";
import { writeTextFile } from "../write-text-file.ts";
import { type Attachment, readFile, readImage } from "./attachment.ts";
import type { Chat, Next } from "./chat-step.ts";
import { type SlashCommand, slashCommands } from "./slash-command.ts";
import { stateRows } from "./state-rows.ts";

/**
 * Does what a slash command says.
 *
 * @throws {UsageError} when the session does not allow it now, or something is missing behind the command.
 */
export async function obey(chat: Chat, { name, rest }: SlashCommand): Promise<Next> {
  const { session, transcript, draft } = chat;
  switch (name) {
    case "help":
      for (const { usage, about } of slashCommands) transcript.note(`${usage.padEnd(22)} ${about}`);
      return again;
    case "state":
      showState(chat);
      return again;
    case "resume":
      if (session.state.status === "failed") return { kind: "follow", run: session.resume() };
      transcript.note("There is nothing to resume: say something instead.");
      return again;
    case "stop":
      if (session.state.status === "awaitingApproval") return { kind: "follow", run: session.stop() };
      transcript.note("There is nothing to stop.");
      return again;
    case "image":
      return attach(chat, readImage(unquoted(required(rest, "/image PATH|URL"))));
    case "file":
      return attach(chat, readFile(unquoted(required(rest, "/file PATH"))));
    case "drop":
      transcript.note(draft.attachments.length === 0 ? "Nothing is attached." : "Nothing is attached any more.");
      draft.drop();
      return again;
    case "as":
      draft.speaker = rest === "" ? null : rest;
      transcript.note(rest === "" ? "Nobody is named any more." : `${rest} speaks from now on; /as ends it.`);
      return again;
    case "handoff":
      return { kind: "follow", run: session.operate({ handoff: parseHandoff(rest) }) };
    case "user":
      return speakAsUser(chat, required(rest, "/user TEXT"));
    case "export":
      writeTextFile(required(rest, "/export PATH"), await session.export());
      transcript.note(`${rest} written: ${session.state.position} entries.`);
      return again;
    case "quit":
      return { kind: "leave" };
  }
}

const again: Next = { kind: "again" };

function showState({ graph, session, transcript, draft }: Chat): void {
  const rows = stateRows(graph, session, draft);
  const width = Math.max(...rows.map(([label]) => label.length));
  for (const [label, value] of rows) transcript.note(`${label.padEnd(width)}  ${value}`);
}

function attach({ draft, transcript }: Chat, attachment: Attachment): Next {
  draft.attach(attachment);
  const count = draft.attachments.length;
  const going = count === 1 ? "it goes" : `${countLabel(count, "attachment")} go`;
  transcript.note(`+ ${attachment.label}: ${going} with the next message.`);
  return again;
}

/** What is said in the place of the user while an operator has the word. */
function speakAsUser({ session, transcript, draft }: Chat, text: string): Next {
  const run = session.send(draft.saying(text));
  draft.drop();
  transcript.note("Taken as said by the user.");
  return { kind: "follow", run };
}

function parseHandoff(rest: string): { readonly to: string; readonly input?: JsonValue } {
  const usage = "/handoff AGENT [JSON]";
  const [, to = "", payload = ""] = /^(\S*)\s*(.*)$/s.exec(required(rest, usage)) ?? [];
  if (payload === "") return { to };
  try {
    return { to, input: JSON.parse(payload) };
  } catch (cause) {
    throw new UsageError("bad_option", {
      message: "What stands behind the agent is not JSON.",
      hint: `Write ${usage}, for instance /handoff refunds {"orderId":"A-1"}.`,
      cause,
    });
  }
}

/** Terminals put quotes around the path of a file that is dropped on them. */
function unquoted(path: string): string {
  return /^(["'])(.+)\1$/s.exec(path)?.[2] ?? path;
}

function required(rest: string, usage: string): string {
  if (rest !== "") return rest;
  throw new UsageError("bad_option", { message: "Something is missing behind the command.", hint: `Write ${usage}.` });
}
