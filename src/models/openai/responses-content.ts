import type { ResponseInputContent } from "openai/resources/responses/responses";
import type { ContentPart, UserMessage } from "../../graph/message.ts";
import { fileContent } from "./file-content.ts";
import { mediaUrl, userContent } from "./user-content.ts";

/** Writes what a user says as the content of a message of the Responses API. */
export function responsesContent(message: UserMessage): string | ResponseInputContent[] {
  const content = userContent(message);
  return typeof content === "string" ? content : content.map(toPart);
}

function toPart(part: ContentPart): ResponseInputContent {
  switch (part.type) {
    case "text":
      return { type: "input_text", text: part.text };
    case "image":
      return { type: "input_image", image_url: mediaUrl(part), detail: part.detail ?? "auto" };
    case "file":
      return toFile(part);
  }
}

/** A file at a URL has the name that its URL gives it: the API takes `filename` only beside the bytes. */
function toFile(part: Extract<ContentPart, { readonly type: "file" }>): ResponseInputContent {
  const file = fileContent(part);
  if ("url" in file) return { type: "input_file", file_url: file.url };
  return { type: "input_file", filename: file.name, file_data: file.dataUrl };
}
