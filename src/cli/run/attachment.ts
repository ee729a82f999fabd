import { readFileSync, statSync } from "node:fs";
import { basename, extname } from "node:path";
import { UsageError } from "../../errors.ts";
import type { ContentPart } from "../../graph/message.ts";
import { isRecord } from "../../json.ts";

/** An image or a file that goes with the next message. */
export interface Attachment {
  readonly part: ContentPart;
  /** How it is called on the screen: `photo.png (12 KB)`. */
  readonly label: string;
  /** Of what is here; what is at a URL has none. */
  readonly bytes: number;
}

/** How many bytes the files of one message may have together. */
export const mostAttachedBytes = 20_000_000;

/** What a message may have with its files: they are in base64, four letters for three bytes. */
export const mostMessageBytes: number = Math.ceil(mostAttachedBytes / 3) * 4 + 1_000_000;

/**
 * Makes an image of a URL, or reads it from disk.
 *
 * @throws {UsageError} `bad_option` when it cannot be read, is too large, or none of the kinds that models see.
 */
export function readImage(place: string): Attachment {
  if (isWebUrl(place)) return { part: { type: "image", url: place }, label: place, bytes: 0 };
  const mediaType = imageTypes.get(extname(place).toLowerCase());
  if (mediaType === undefined) {
    throw new UsageError("bad_option", {
      message: `${place} is no image that models can see.`,
      hint: `Give one of ${[...imageTypes.keys()].join(", ")}, or a URL; /file attaches other files.`,
    });
  }
  const { bytes, label } = readBytes(place);
  return { part: { type: "image", data: bytes.toString("base64"), mediaType }, label, bytes: bytes.length };
}

/**
 * Reads a file from disk.
 *
 * @throws {UsageError} `bad_option` when it cannot be read, or is too large.
 */
export function readFile(path: string): Attachment {
  const { bytes, label } = readBytes(path);
  const mediaType = fileTypes.get(extname(path).toLowerCase()) ?? "application/octet-stream";
  const data = bytes.toString("base64");
  return { part: { type: "file", name: basename(path), data, mediaType }, label, bytes: bytes.length };
}

/** Writes a number of bytes: `740 B`, `12 KB`, `3.4 MB`. */
export function sizeLabel(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 999_500) return `${Math.round(bytes / 1000)} KB`;
  return `${(bytes / 1_000_000).toFixed(1).replace(/\.0$/, "")} MB`;
}

const imageTypes: ReadonlyMap<string, string> = new Map([
  [".png", "image/png"],
  [".jpg", "image/jpeg"],
  [".jpeg", "image/jpeg"],
  [".gif", "image/gif"],
  [".webp", "image/webp"],
]);

const fileTypes: ReadonlyMap<string, string> = new Map([
  [".pdf", "application/pdf"],
  [".txt", "text/plain"],
  [".md", "text/markdown"],
  [".csv", "text/csv"],
  [".json", "application/json"],
  [".html", "text/html"],
  [".xml", "application/xml"],
  ...imageTypes,
]);

function isWebUrl(place: string): boolean {
  return /^https?:\/\//i.test(place) && URL.canParse(place);
}

/** The size is asked for first: a large file is not read to be refused. */
function readBytes(path: string): { readonly bytes: Buffer; readonly label: string } {
  try {
    const { size } = statSync(path);
    if (size > mostAttachedBytes) throw tooLarge(`${path} has ${sizeLabel(size)}`);
    const bytes = readFileSync(path);
    if (bytes.length === 0) throw new UsageError("bad_option", { message: `${path} is empty.` });
    return { bytes, label: `${basename(path)} (${sizeLabel(bytes.length)})` };
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    throw unreadable(path, cause);
  }
}

/** What is too large, as an error. */
export function tooLarge(what: string): UsageError {
  return new UsageError("bad_option", {
    message: `${what}; the files of a message may have ${sizeLabel(mostAttachedBytes)} together.`,
    hint: "Attach a smaller one, or put it where it has a URL.",
  });
}

function unreadable(path: string, cause: unknown): UsageError {
  const code = isRecord(cause) ? cause.code : null;
  const reason = reasons.get(code) ?? (cause instanceof Error ? cause.message : String(cause));
  const hint =
    code === "ENOENT" ? `Paths are taken from ${process.cwd()}.` : "Give the path of a file that can be read.";
  return new UsageError("bad_option", { message: `${path} cannot be read: ${reason}.`, hint, cause });
}

const reasons: ReadonlyMap<unknown, string> = new Map([
  ["ENOENT", "there is no such file"],
  ["ENOTDIR", "there is no such file"],
  ["EISDIR", "it is a folder"],
  ["EACCES", "reading is not permitted"],
]);
