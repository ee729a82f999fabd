import type { JsonValue } from "../../json.ts";
import type { ApproveOptions } from "../../runtime/session.ts";

/** What somebody answered who was asked about a call. */
export type ApprovalAnswer =
  | { readonly kind: "approve"; readonly options: ApproveOptions }
  /** With an empty reason, one can be asked for. */
  | { readonly kind: "deny"; readonly reason: string }
  | { readonly kind: "unclear"; readonly problem: string };

/** What can be answered, for the list that is shown, and for docs/cli.md. */
export const approvalAnswers = [
  { usage: "y", about: "allow it" },
  { usage: "n [REASON]", about: "forbid it; the agent is told the reason" },
  { usage: "a", about: "allow it, and this tool from now on in this session" },
  { usage: "s", about: "allow it, and this tool with the same arguments from now on in this session" },
  { usage: "e {JSON}", about: "allow it with these arguments instead; the agent is told" },
] as const;

/** Reads an answer. */
export function parseApprovalAnswer(answer: string): ApprovalAnswer {
  const [, word = "", said = ""] = /^(\S*)\s*(.*)$/s.exec(answer.trim()) ?? [];
  switch (word.toLowerCase()) {
    case "n":
    case "no":
      return { kind: "deny", reason: said };
    case "e":
    case "edit":
      return edited(said);
    case "y":
    case "yes":
      return alone(said, {});
    case "a":
    case "always":
      return alone(said, { remember: "tool" });
    case "s":
    case "same":
      return alone(said, { remember: "arguments" });
    default:
      return { kind: "unclear", problem: "" };
  }
}

/** A word behind an answer that takes none may change its meaning: `y but only 20`. */
function alone(said: string, options: ApproveOptions): ApprovalAnswer {
  if (said === "") return { kind: "approve", options };
  return {
    kind: "unclear",
    problem: "Nothing was decided: only n takes a reason, and e other arguments.",
  };
}

function edited(text: string): ApprovalAnswer {
  try {
    const input: JsonValue = JSON.parse(text);
    return { kind: "approve", options: { input } };
  } catch {
    return {
      kind: "unclear",
      problem: `What stands behind e must be the arguments as JSON, for instance e {"amount":20}.`,
    };
  }
}
