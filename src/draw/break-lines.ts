/** What Mermaid shows on one line of a label: it breaks longer ones itself, but leaves no room for them. */
const longest = 26;

/** A blank that stands neither beside a comparison, nor inside of a brace, nor behind `and`, `or`, `not` or a number with a unit. */
const gap = /(?<![<>≤≥=≠{]|\b(?:and|or|not)|\d(?= (?:ms|s|min|h|d)\b)) (?![<>≤≥=≠}])/u;

/** Breaks a text into lines of at most so many characters (26) where its words allow it; what belongs together stays so. */
export function breakLines(text: string, most: number = longest): readonly string[] {
  const lines: string[] = [];
  for (const words of text.trim().replaceAll(/\s+/gu, " ").split(gap)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + words.length <= most) lines[lines.length - 1] = `${last} ${words}`;
    else lines.push(words);
  }
  return lines;
}
