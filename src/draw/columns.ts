/** What a part of a text drawing is, for whoever colours it. */
export type DrawingStyle = "title" | "agent" | "human" | "unknown" | "guard" | "tool" | "faint";

/** Colours a part of a text drawing. */
export type DrawingColor = (style: DrawingStyle, text: string) => string;

/** A piece of a row: what it says, and what it is. */
export interface Cell {
  readonly text: string;
  readonly style?: DrawingStyle;
}

/** Between remarks; where a line is too long, the next one begins instead. */
export const separator = " · ";

/** A line and the two blanks before it fit into a terminal of 100 columns, as far as its last cell has remarks. */
const longestLine = 98;

/** A cell that is longer than this stands over its column: the others need not move for it. */
const widestColumn = 40;

/** Writes rows as lines whose cells stand below one another; colours take no room. */
export function alignColumns(rows: readonly (readonly Cell[])[], color: DrawingColor): readonly string[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const columns = Array.from({ length: count }, (_, column) => rows.map((row) => row[column]?.text.length ?? 0));
  return rows.flatMap((row) => {
    const cells = columns.flatMap((lengths, column): readonly Placed[] => {
      if (lengths.every((length) => length === 0)) return [];
      const width = Math.max(0, ...lengths.filter((length) => length <= widestColumn));
      return [{ ...(row[column] ?? { text: "" }), width }];
    });
    const last = cells.findLastIndex(({ text }) => text !== "");
    return rowLines(cells.slice(0, last), cells[last] ?? { text: "" }, color);
  });
}

interface Placed extends Cell {
  /** How wide its column is. */
  readonly width: number;
}

/** What is too long takes the room of empty cells before it, and where little is left, lines of its own below. */
function rowLines(cells: readonly Placed[], last: Cell, color: DrawingColor): readonly string[] {
  if (lengthOf(cells) + last.text.length <= longestLine) {
    return [[...cells.map((cell) => padded(cell, color)), painted(last, color)].join("  ")];
  }
  const before = cells.slice(0, cells.findLastIndex(({ text }) => text !== "") + 1);
  const isRoomy = lengthOf(before) <= longestLine / 2;
  const indent = lengthOf(isRoomy ? before : before.slice(0, -1));
  const [first = "", ...others] = wrap(last.text, longestLine - indent).map((text) =>
    painted({ ...last, text }, color),
  );
  const head = before.map((cell, index) => (isRoomy || index < before.length - 1 ? padded : painted)(cell, color));
  const below = others.map((text) => " ".repeat(indent) + text);
  return isRoomy ? [[...head, first].join("  "), ...below] : [head.join("  "), " ".repeat(indent) + first, ...below];
}

function lengthOf(cells: readonly Placed[]): number {
  return cells.reduce((length, { text, width }) => length + Math.max(text.length, width) + 2, 0);
}

/** Fills lines with as many remarks as there is room for. */
function wrap(text: string, room: number): readonly string[] {
  const lines: string[] = [];
  for (const remark of text.split(separator)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + separator.length + remark.length <= room) {
      lines[lines.length - 1] = last + separator + remark;
    } else lines.push(remark);
  }
  return lines;
}

function padded(cell: Placed, color: DrawingColor): string {
  return painted(cell, color) + " ".repeat(Math.max(0, cell.width - cell.text.length));
}

function painted({ text, style }: Cell, color: DrawingColor): string {
  return style === undefined || text === "" ? text : color(style, text);
}
