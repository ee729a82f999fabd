import type { Severity } from "./codes.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { formatPlace } from "./format-place.ts";

/** What a part of the text is, for whoever colours it. */
export type TextStyle = Severity | "place" | "name" | "faint" | "hint";

/** How findings are written. */
export interface FormatOptions {
  /** Colours a part of the text; left out, the text is plain. */
  readonly color?: (style: TextStyle, text: string) => string;
  /** The number of columns that lines should fit in: 100 unless given. */
  readonly width?: number;
}

/**
 * Writes findings for a terminal: the worst first, each with its place, what is wrong, how to mend it, and the
 * page of its code; a line with the totals at the end. Pure: the caller prints it, and gives it colours.
 *
 * @example
 * ```ts
 * import { formatDiagnostics } from "handoff-machine";
 *
 * formatDiagnostics([]); // => "No findings."
 * ```
 */
export function formatDiagnostics(findings: readonly Diagnostic[], options: FormatOptions = {}): string {
  const { color = (_, text) => text, width = 100 } = options;
  if (findings.length === 0) return color("hint", "No findings.");
  const groups = severities.map((severity) => findings.filter((finding) => finding.severity === severity));
  const blocks = groups.flat().map((finding) => formatOne(finding, { color, width }));
  return [...blocks, totals(groups, color)].join("\n\n");
}

type Paint = Required<FormatOptions>["color"];
type Layout = Required<FormatOptions>;

const severities: readonly Severity[] = ["error", "warning", "info"];

const marks: Readonly<Record<Severity, string>> = { error: "✗", warning: "!", info: "·" };

function formatOne(finding: Diagnostic, { color, width }: Layout): string {
  const { severity, code, path, message, hint, known = [], related = [] } = finding;
  const head = `${color(severity, `${marks[severity]} ${severity}`)}${color("faint", `[${code}]`)} ${color("place", formatPlace(path))}`;
  const notes: readonly Note[] = [
    ...(known.length > 0 ? [{ label: "known", text: listed(known), style: "name" } as const] : []),
    ...(related.length > 0 ? [{ label: "see", text: listed(related.map(formatPlace)), style: "place" } as const] : []),
    { label: "help", text: hint, style: "hint" },
    { label: "docs", text: finding.docs, style: "faint" },
  ];
  return [
    head,
    ...wrap(message, width - 4).map((line) => `  ${color("faint", "│")} ${line}`),
    ...notes.flatMap((note, index) => formatNote(note, { color, width, last: index === notes.length - 1 })),
  ].join("\n");
}

interface Note {
  readonly label: "known" | "see" | "help" | "docs";
  readonly text: string;
  readonly style: TextStyle;
}

function formatNote(
  { label, text, style }: Note,
  { color, width, last }: Layout & { readonly last: boolean },
): readonly string[] {
  return wrap(text, width - 11).map((line, index) => {
    const bar = index === 0 ? (last ? "╰" : "├") : last ? " " : "│";
    return `  ${color("faint", `${bar} ${(index === 0 ? label : "").padEnd(6)}`)} ${color(style, line)}`;
  });
}

function totals(groups: readonly (readonly Diagnostic[])[], color: Paint): string {
  return severities
    .map((severity, index) => ({ severity, count: groups[index]?.length ?? 0 }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) =>
      color(severity, `${count} ${count === 1 || severity === "info" ? severity : `${severity}s`}`),
    )
    .join(color("faint", " · "));
}

/** As many as one can take in; what is left out is counted. */
function listed(names: readonly string[]): string {
  const most = 12;
  const rest = names.length - most;
  return rest > 0 ? `${names.slice(0, most).join(", ")} and ${rest} more` : names.join(", ");
}

function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
