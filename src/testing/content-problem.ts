import { isRecord } from "../json.ts";
import { choiceProblem, type Fields, invalid, listProblem, type Problem } from "./problem.ts";

/** Judges one part of a message's content. */
type PartJudge = (part: Fields, place: string) => Problem;

const details: readonly string[] = ["auto", "low", "high", "original"];

/** The parts that each role may send in each format; what is not listed is rejected. */
const judges: Readonly<Record<string, Readonly<Record<string, PartJudge>>>> = {
  "chat user": { text: hasText, image_url: chatImage, file: chatFile, input_audio: () => null },
  "chat other": { text: hasText, refusal: () => null },
  "responses user": { input_text: hasText, input_image: responsesImage, input_file: responsesFile },
  "responses other": { output_text: hasText, refusal: () => null, input_text: hasText },
};

/** What is wrong with the content of a message: a text, or parts that its role may send. */
export function contentProblem(content: unknown, place: string, speaker: ContentSpeaker): Problem {
  if (typeof content === "string") return null;
  const known = judges[speaker] ?? {};
  return listProblem(content, place, (part, partPlace) => {
    const unknown = choiceProblem(part.type ?? "", `${partPlace}.type`, Object.keys(known));
    return unknown ?? known[String(part.type)]?.(part, partPlace) ?? null;
  });
}

/** Who speaks, in which wire format. */
export type ContentSpeaker = "chat user" | "chat other" | "responses user" | "responses other";

function hasText({ text }: Fields, place: string): Problem {
  return typeof text === "string" ? null : invalid(`${place}.text`, "a string", text);
}

function chatImage({ image_url: image }: Fields, place: string): Problem {
  if (!isRecord(image)) return invalid(`${place}.image_url`, "an object", image);
  return (
    imageUrlProblem(image.url, `${place}.image_url.url`) ??
    choiceProblem(image.detail, `${place}.image_url.detail`, details)
  );
}

function responsesImage({ image_url: url, file_id: id, detail }: Fields, place: string): Problem {
  return (
    (typeof id === "string" ? null : imageUrlProblem(url, `${place}.image_url`)) ??
    choiceProblem(detail, `${place}.detail`, details)
  );
}

function imageUrlProblem(url: unknown, place: string): Problem {
  if (typeof url !== "string") return invalid(place, "a string", url);
  if (isWebUrl(url)) return null;
  return isDataUrl(url) && url.startsWith("data:image/")
    ? null
    : invalid(place, "an http(s) URL or an image as a base64 data URL", url);
}

/** Chat Completions takes the bytes of a file or the id of one; it fetches none. */
function chatFile({ file }: Fields, place: string): Problem {
  if (!isRecord(file)) return invalid(`${place}.file`, "an object", file);
  if (typeof file.file_id === "string") return null;
  return fileBytesProblem(file, `${place}.file`);
}

function responsesFile(part: Fields, place: string): Problem {
  const sources = ["file_id", "file_url", "file_data"].filter((field) => part[field] !== undefined);
  if (sources.length > 1) return `Mutually exclusive parameters in '${place}': ${sources.join(", ")}.`;
  if (sources[0] !== "file_url") return sources[0] === "file_id" ? null : fileBytesProblem(part, place);
  if (part.filename !== undefined) return `Mutually exclusive parameters in '${place}': file_url, filename.`;
  return typeof part.file_url === "string" && isWebUrl(part.file_url)
    ? null
    : invalid(`${place}.file_url`, "an http(s) URL", part.file_url);
}

function fileBytesProblem({ file_data: bytes, filename }: Fields, place: string): Problem {
  if (typeof bytes !== "string" || !isDataUrl(bytes)) {
    return invalid(`${place}.file_data`, "a base64 data URL with a media type", bytes);
  }
  return typeof filename === "string" && filename !== "" ? null : invalid(`${place}.filename`, "a string", filename);
}

function isWebUrl(url: string): boolean {
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
}

function isDataUrl(url: string): boolean {
  const [, base64] = /^data:[\w.+-]+\/[\w.+-]+;base64,(.*)$/s.exec(url) ?? [];
  return base64 !== undefined && base64 !== "" && base64.length % 4 === 0 && /^[\w+/]+={0,2}$/.test(base64);
}
