import { UsageError } from "../../errors.ts";
import type { JsonValue } from "../../json.ts";
import { countLabel } from "../count-label.ts";
import { writeTextFile } from "../write-text-file.ts";
import type { Chat, Next } from "./chat-step.ts";
import { type SlashCommand, slashCommands } from "./slash-command.ts";

/**
 * Does what a slash command says.
 *
 * @throws {UsageError} when the session does not allow it now, or something is missing behind the command.
 */
export async function obey(chat: Chat, { name, rest }: SlashCommand): Promise<Next> {
  const { session, transcript } = chat;
  switch (name) {
    case "help":
      for (const { usage, about } of slashCommands) transcript.note(`${usage.padEnd(22)} ${about}`);
      return { kind: "again" };
    case "state":
      showState(chat);
      return { kind: "again" };
    case "resume":
      if (session.state.status !== "failed") transcript.note("There is nothing to resume: say something instead.");
      return session.state.status === "failed" ? { kind: "follow", run: session.resume() } : { kind: "again" };
    case "stop":
      if (session.state.status !== "awaitingApproval") transcript.note("There is nothing to stop.");
      return session.state.status === "awaitingApproval" ? { kind: "follow", run: session.stop() } : { kind: "again" };
    case "handoff":
      return { kind: "follow", run: session.operate({ handoff: parseHandoff(rest) }) };
    case "user": {
      const run = session.send(required(rest, "/user TEXT"));
      transcript.note("Taken as said by the user.");
      return { kind: "follow", run };
    }
    case "export":
      writeTextFile(required(rest, "/export PATH"), await session.export());
      transcript.note(`${rest} written: ${session.state.position} entries.`);
      return { kind: "again" };
    case "quit":
      return { kind: "leave" };
  }
}

function showState({ session, transcript }: Chat): void {
  const { status, agent, variables, staged, delegations, usage, position } = session.state;
  const rows: readonly (readonly [string, string])[] = [
    ["session", session.id],
    ["status", status],
    ["agent", agent ?? "none"],
    ...Object.entries(variables).map(([name, value]) => [name, JSON.stringify(value)] as const),
    ...(delegations.length === 0 ? [] : [["delegated by", delegations.join(", ")] as const]),
    ...(staged === 0 ? [] : [["staged", countLabel(staged, "message")] as const]),
    ["tokens", `${usage.inputTokens} in, ${usage.outputTokens} out`],
    ["journal", `${position} entries`],
  ];
  const width = Math.max(...rows.map(([label]) => label.length));
  for (const [label, value] of rows) transcript.note(`${label.padEnd(width)}  ${value}`);
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

function required(rest: string, usage: string): string {
  if (rest !== "") return rest;
  throw new UsageError("bad_option", { message: "Something is missing behind the command.", hint: `Write ${usage}.` });
}
