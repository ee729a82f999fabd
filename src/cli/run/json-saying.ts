import { UsageError } from "../../errors.ts";
import type { ContentPart, MediaSource } from "../../graph/message.ts";
import type { Saying } from "../../runtime/session.ts";
import { choiceIn, type Fields, fieldsOf, misfit, textIn, textsIn } from "./json-fields.ts";

/**
 * Reads what users say: a text, `{ text, parts, by }`, or a list of them.
 *
 * @throws {UsageError} `bad_event` naming the field that does not fit.
 */
export function parseSayings(value: unknown): Saying | readonly Saying[] {
  if (!Array.isArray(value)) return parseSaying(value, "send");
  return value.map((one, index) => parseSaying(one, `send[${index}]`));
}

function parseSaying(value: unknown, place: string): Saying {
  if (typeof value === "string") return value;
  const fields = fieldsOf(value, place, ["text", "parts", "by"]);
  const said = textsIn(fields, ["text", "by"]);
  const { parts } = fields.values;
  if (parts === undefined) return said;
  if (!Array.isArray(parts)) throw misfit(`${place}.parts`, "a list", parts);
  return { ...said, parts: parts.map((part, index) => parsePart(part, `${place}.parts[${index}]`)) };
}

const partFields = {
  text: ["type", "text"],
  image: ["type", "url", "data", "mediaType", "detail"],
  file: ["type", "url", "data", "mediaType", "name"],
} as const;

const partTypes = ["text", "image", "file"] as const;

function parsePart(value: unknown, place: string): ContentPart {
  const type = choiceIn(fieldsOf(value, place, Object.values(partFields).flat()), "type", partTypes);
  if (type === undefined) throw misfit(`${place}.type`, `"text", "image" or "file"`, undefined);
  const fields = fieldsOf(value, place, partFields[type]);
  switch (type) {
    case "text":
      return { type, text: textIn(fields, "text") };
    case "image": {
      const detail = choiceIn(fields, "detail", ["auto", "low", "high"]);
      return { type, ...parseSource(fields), ...(detail === undefined ? {} : { detail }) };
    }
    case "file":
      return { type, ...parseSource(fields), ...textsIn(fields, ["name"]) };
  }
}

function parseSource(fields: Fields): MediaSource {
  const { place, values } = fields;
  if (values.url !== undefined && values.data !== undefined) {
    throw new UsageError("bad_event", { message: `${place} has both url and data: it takes one of them.` });
  }
  if (values.data !== undefined) return { data: textIn(fields, "data"), mediaType: textIn(fields, "mediaType") };
  if (values.url === undefined) {
    throw new UsageError("bad_event", { message: `${place} must have a url, or data in base64 with its mediaType.` });
  }
  const url = textIn(fields, "url");
  if (!URL.canParse(url)) throw misfit(`${place}.url`, "a whole URL", url);
  return { url, ...textsIn(fields, ["mediaType"]) };
}
