import type { SvgElement } from "../svg-element.ts";

/** Writes an element as text, an element to a line. */
export function svgText(element: SvgElement): string {
  return `${written(element, "")}\n`;
}

function written({ tag, attributes, children }: SvgElement, indent: string): string {
  const names = Object.entries(attributes).map(([name, value]) => ` ${name}="${escaped(String(value))}"`);
  const open = `${indent}<${tag}${names.join("")}`;
  if (children.length === 0) return `${open}/>`;
  if (children.every((child) => typeof child === "string")) {
    const text = children.join("");
    return `${open}>${tag === "style" ? text : escaped(text)}</${tag}>`;
  }
  const inner = children.map((child) =>
    typeof child === "string" ? `${indent} ${escaped(child)}` : written(child, `${indent} `),
  );
  return [`${open}>`, ...inner, `${indent}</${tag}>`].join("\n");
}

/** Characters that XML does not have at all. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const impossible = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;

function escaped(text: string): string {
  return text
    .replaceAll(impossible, "\uFFFD")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
