import type { JsonObject } from "../../json.ts";

/** The keywords of JSON Schema that bound numbers, and the lengths of texts, lists and objects. */
export const boundKeywords = [
  ...["minLength", "minItems", "minProperties", "minimum", "exclusiveMinimum"],
  ...["maxLength", "maxItems", "maxProperties", "maximum", "exclusiveMaximum"],
] as const;

/** Whether all bounds of a schema lie within those of another. */
export function isBoundedBy(now: JsonObject, before: JsonObject): boolean {
  return borders.every((border) => {
    const [own, other] = [borderOf(now, border), borderOf(before, border)];
    return own.at > other.at || (own.at === other.at && (own.isOpen || !other.isOpen));
  });
}

/** A bound, by the keyword that lets it through and the one that does not. */
interface Border {
  readonly closed: string;
  readonly open: string | null;
  /** 1 for the least, -1 for the most: the higher, the stricter. */
  readonly sign: 1 | -1;
}

const borders: readonly Border[] = [
  { closed: "minLength", open: null, sign: 1 },
  { closed: "minItems", open: null, sign: 1 },
  { closed: "minProperties", open: null, sign: 1 },
  { closed: "minimum", open: "exclusiveMinimum", sign: 1 },
  { closed: "maxLength", open: null, sign: -1 },
  { closed: "maxItems", open: null, sign: -1 },
  { closed: "maxProperties", open: null, sign: -1 },
  { closed: "maximum", open: "exclusiveMaximum", sign: -1 },
];

function borderOf(
  schema: JsonObject,
  { closed, open, sign }: Border,
): { readonly at: number; readonly isOpen: boolean } {
  const [own, beyond] = [numberAt(schema, closed, sign), open === null ? -Infinity : numberAt(schema, open, sign)];
  const isOpen = beyond > -Infinity && beyond >= own;
  return { at: isOpen ? beyond : own, isOpen };
}

function numberAt(schema: JsonObject, keyword: string, sign: number): number {
  const found = schema[keyword];
  return typeof found === "number" ? sign * found : -Infinity;
}
