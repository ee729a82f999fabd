import type { ContentPart } from "../../graph/message.ts";
import { mediaUrl } from "./user-content.ts";

/** A file of a user's message: at a URL that the server may fetch, or its bytes with the name that servers demand. */
export type FileContent = { readonly url: string } | { readonly name: string; readonly dataUrl: string };

/** Tells whether a file is at a URL or here; a data URL counts as here. */
export function fileContent(file: Extract<ContentPart, { readonly type: "file" }>): FileContent {
  const url = mediaUrl(file);
  const inline = /^data:([\w.+-]+\/[\w.+-]+)?[;,]/i.exec(url);
  return inline === null ? { url } : { name: file.name ?? `file.${extensionOf(inline[1])}`, dataUrl: url };
}

/** Servers tell the kind of a file by the ending of its name. */
function extensionOf(mediaType = ""): string {
  const [, subtype = ""] = mediaType.toLowerCase().split("/");
  if (subtype === "plain") return "txt";
  return /^[a-z0-9]+$/.test(subtype) ? subtype : "bin";
}
