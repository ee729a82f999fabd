const longest = 40;

/** Writes what is said between quotes, on one line and no longer than 40 characters. */
export function quoted(text: string): string {
  const characters = [...text.replaceAll(/\s+/gu, " ").trim()];
  const short =
    characters.length > longest
      ? `${characters
          .slice(0, longest - 1)
          .join("")
          .trimEnd()}…`
      : characters.join("");
  return JSON.stringify(short);
}
