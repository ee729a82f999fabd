import { stripVTControlCharacters } from "node:util";
import type { Screen } from "../screen.ts";

/** Takes a text piece by piece and gives each piece with the line breaks that keep words whole. */
export interface WordFlow {
  /** Begins a line that has so many columns already. */
  begin(columns: number): void;
  flow(text: string): string;
}

/**
 * Makes a flow within so many columns; every line but the first is indented. Where a word comes in several pieces,
 * the later ones are not known when the first is placed: such a word may reach over the edge.
 */
export function createWordFlow(width: number, indent = "  "): WordFlow {
  let column = 0;

  function place(piece: string): string {
    if (piece === "\n") return breakLine("");
    const word = piece.trimStart();
    if (word !== piece && column + columnsOf(piece) > width) return breakLine(word);
    column += columnsOf(piece);
    return piece;
  }

  function breakLine(word: string): string {
    column = indent.length + columnsOf(word);
    return `\n${indent}${word}`;
  }

  return {
    begin(columns) {
      column = columns;
    },
    flow: (text) => (text.match(/\n|[^\S\n]*\S+|[^\S\n]+/g) ?? []).map(place).join(""),
  };
}

/** Styles take no columns. */
function columnsOf(text: string): number {
  return text.includes("\u001b") ? stripVTControlCharacters(text).length : text.length;
}

/** Where a whole text stands. */
export interface TextPlace {
  readonly width: number;
  /** Stands before every line but the first. */
  readonly indent: string;
  /** How many columns of the first line are taken; the indent's, unless given. */
  readonly column?: number;
}

/** Gives a whole text with the line breaks that keep its words whole. */
export function flowText(text: string, { width, indent, column = indent.length }: TextPlace): string {
  const words = createWordFlow(width, indent);
  words.begin(column);
  return words.flow(text);
}

/** The columns that text may take: a terminal's, or any number where lines go elsewhere. */
export function textWidth({ isTerminal, width }: Pick<Screen, "isTerminal" | "width">): number {
  return isTerminal ? width : Number.POSITIVE_INFINITY;
}
