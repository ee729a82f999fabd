/** Lines fit into a terminal of so many columns. */
export const widestLine = 100;

/**
 * Breaks a text into lines of at most so many characters: between words, and inside of a word that is longer. What is
 * joined by a no-break space is one word.
 */
export function wrapText(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(/[^\S\u00a0]+/u).flatMap((long) => pieces(long, width))) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** Breaks a line of its own where it is too long; what is broken off stands further in. */
export function wrapLine(text: string, indent: number): readonly string[] {
  const [first = "", ...rest] = wrapText(text, widestLine - indent - 2);
  return [" ".repeat(indent) + first, ...rest.map((line) => " ".repeat(indent + 2) + line)];
}

function pieces(word: string, width: number): readonly string[] {
  return Array.from({ length: Math.ceil(word.length / width) }, (_, index) =>
    word.slice(index * width, (index + 1) * width),
  );
}
