/** What a part of a text drawing is, for whoever colours it. */
export type DrawingStyle = "title" | "agent" | "human" | "unknown" | "guard" | "tool" | "faint";

/** Colours a part of a text drawing. */
export type DrawingColor = (style: DrawingStyle, text: string) => string;

/** A piece of a row: what it says, and what it is. */
export interface Cell {
  readonly text: string;
  readonly style?: DrawingStyle;
}

/** Writes rows as lines whose cells stand below one another; colours take no room. */
export function alignColumns(rows: readonly (readonly Cell[])[], color: DrawingColor): readonly string[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, column) =>
    Math.max(...rows.map((row) => row[column]?.text.length ?? 0)),
  );
  return rows.map((row) => {
    const last = row.findLastIndex(({ text }) => text !== "");
    return row
      .slice(0, last + 1)
      .map(({ text, style }, column) => {
        const shown = style === undefined || text === "" ? text : color(style, text);
        return column === last ? shown : shown + " ".repeat((widths[column] ?? 0) - text.length);
      })
      .filter((_, column) => widths[column] !== 0)
      .join("  ");
  });
}
