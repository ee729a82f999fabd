/** Takes a text piece by piece and gives each piece with the line breaks that keep words whole. */
export interface WordFlow {
  /** Begins a line that has so many columns already. */
  begin(columns: number): void;
  flow(text: string): string;
}

const indent = "  ";

/**
 * Makes a flow within so many columns. Where a word comes in several pieces, the later ones are not known when
 * the first is placed: such a word may reach over the edge.
 */
export function createWordFlow(width: number): WordFlow {
  let column = 0;

  function place(piece: string): string {
    if (piece === "\n") return breakLine("");
    const word = piece.trimStart();
    if (word !== piece && column + piece.length > width) return breakLine(word);
    column += piece.length;
    return piece;
  }

  function breakLine(word: string): string {
    column = indent.length + word.length;
    return `\n${indent}${word}`;
  }

  return {
    begin(columns) {
      column = columns;
    },
    flow: (text) => (text.match(/\n|[^\S\n]*\S+|[^\S\n]+/g) ?? []).map(place).join(""),
  };
}
