import type { ChatCompletionContentPart } from "openai/resources/chat/completions";
import type { ContentPart, UserMessage } from "../../graph/message.ts";
import { type FileContent, fileContent } from "./file-content.ts";
import { mediaUrl, userContent } from "./user-content.ts";

/** Writes what a user says as the content of a message of Chat Completions. */
export function chatContent(message: UserMessage): string | ChatCompletionContentPart[] {
  const content = userContent(message);
  return typeof content === "string" ? content : content.map(toPart);
}

function toPart(part: ContentPart): ChatCompletionContentPart {
  switch (part.type) {
    case "text":
      return { type: "text", text: part.text };
    case "image":
      return {
        type: "image_url",
        image_url: { url: mediaUrl(part), ...(part.detail !== undefined && { detail: part.detail }) },
      };
    case "file":
      return toFile(fileContent(part), part.name);
  }
}

/**
 * Chat Completions fetches no files. The model is told where one is: it can say so or give the URL to a tool; and a
 * session in which a file was once sent to another agent goes on.
 */
function toFile(file: FileContent, name: string | undefined): ChatCompletionContentPart {
  if ("dataUrl" in file) return { type: "file", file: { filename: file.name, file_data: file.dataUrl } };
  const named = name === undefined ? "A file" : `The file ${JSON.stringify(name)}`;
  return { type: "text", text: `[${named} is at ${file.url} and was not read.]` };
}
