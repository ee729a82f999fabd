/** A text in Markdown: without what Markdown or HTML would take for its own, on one line. */
export function markdownText(text: string): string {
  return text.replaceAll(/\s+/gu, " ").replaceAll(/[\\`*_<>[\]#&|~]/g, "\\$&");
}
