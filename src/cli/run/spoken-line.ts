import type { ContentPart, Message } from "../../graph/message.ts";
import { questionToolName } from "../../graph/tool-name.ts";
import { isRecord } from "../../json.ts";

/** What there is to read in a message. */
export interface SpokenLine {
  readonly speaker: string;
  readonly isAgent: boolean;
  readonly text: string;
}

/** Reads off a message who said what to whom it may concern; `null` where it is for models alone. */
export function spokenLine(message: Message): SpokenLine | null {
  switch (message.role) {
    case "user": {
      const attached = (message.parts ?? []).flatMap((part) => attachmentLabel(part) ?? []);
      return lineOf(message.by ?? "you", [message.text, ...attached], false);
    }
    case "assistant": {
      const questions = message.calls.flatMap((call) =>
        call.name === questionToolName ? questionIn(call.arguments) : [],
      );
      return lineOf(message.agent, [message.text, ...questions], true);
    }
    case "operator":
      return lineOf(message.agent, [message.text], true);
    case "tool":
    case "prompt":
      return null;
  }
}

function lineOf(speaker: string, parts: readonly string[], isAgent: boolean): SpokenLine | null {
  const text = parts.filter((part) => part !== "").join(" ");
  return text === "" ? null : { speaker, isAgent, text };
}

function attachmentLabel(part: ContentPart): string | null {
  if (part.type === "text") return null;
  const name = part.type === "file" && part.name !== undefined ? part.name : part.type;
  return `[${"url" in part ? part.url : name}]`;
}

function questionIn(text: string): readonly string[] {
  try {
    const input: unknown = JSON.parse(text);
    return isRecord(input) && typeof input.question === "string" ? [input.question] : [];
  } catch {
    return [];
  }
}
