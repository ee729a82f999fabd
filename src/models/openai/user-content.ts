import type { ContentPart, MediaSource, UserMessage } from "../../graph/message.ts";

/** What a user says in the form that both wire formats start from: a text, or parts where there is more than text. */
export type UserContent = string | readonly ContentPart[];

/**
 * Gives what a user says, with the name of the one who says it before the first words.
 *
 * 1. Where several users share a session, the name stands in the text, `Ann: Hello`, in both wire formats. Chat
 *    Completions has a field `name`, but its characters are restricted, so that two names can become one; compatible
 *    servers drop it or reject it; Responses has none. In the text every model reads it.
 * 2. A name is one line without a colon: one that a user chose cannot pass for another user's words.
 * 3. The words of a message that a guardrail rewrote are those of its `text`, wherever its parts have others.
 * 4. Empty texts are left out beside images and files: servers reject them.
 */
export function userContent({ text, parts = [], by, rewrittenBy }: UserMessage): UserContent {
  const label = by === undefined ? "" : `${speakerName(by)}: `;
  const media = parts.filter(({ type }) => type !== "text");
  if (media.length === 0) return `${label}${text}`;
  const spoken = rewrittenBy === undefined ? parts : [{ type: "text", text } as const, ...media];
  return labelled(
    spoken.filter((part) => part.type !== "text" || part.text !== ""),
    label,
  );
}

/** The URL under which a server finds an image or a file; what is here in base64 becomes a data URL. */
export function mediaUrl(source: MediaSource): string {
  return "data" in source ? `data:${source.mediaType};base64,${source.data}` : source.url;
}

function labelled(parts: readonly ContentPart[], label: string): readonly ContentPart[] {
  const [first, ...rest] = parts;
  if (label === "") return parts;
  if (first?.type === "text") return [{ type: "text", text: `${label}${first.text}` }, ...rest];
  return [{ type: "text", text: label.trimEnd() }, ...parts];
}

function speakerName(by: string): string {
  const name = by.replace(/[\s\p{Cc}:]+/gu, " ").trim();
  return name === "" ? "unnamed" : [...name].slice(0, 64).join("");
}
