/*
 * What Mermaid reads as text, and what as names.
 *
 * M1 Text stands between double quotes; a character that means something to Mermaid, Markdown or HTML is written as
 *    `#<code point>;`, so that every label shows what it was given. Where that has no effect, it is widened: `＄`.
 * M2 Node names have a prefix of ours, so that none is a word of Mermaid (`end`, `default`, `style`, `call`, …).
 */

/** Meaningful anywhere; emphasis at the rim of a word; lists at the beginning. */
const special = /[\p{Cc}#"%<>&`*~:;\\]|(?<!\w)_|_(?!\w)|^[-+]|(?<=^\d+)[.)]/gu;

/** Mermaid reads formulas between double dollars, also where they are escaped. */
const formula = /\$(?=\$)/g;

/** What ends a label of a state diagram, or is read as Markdown or HTML in it; Mermaid knows no way to escape it there. */
const unwritable = /[\p{Cc}#:;*`\\]|<(?! )|(?<!\w)_|_(?!\w)|%(?=%)|\$(?=\$)/gu;

/** Writes a text so that Mermaid shows it as it is; every run of blanks and line breaks becomes one blank. */
export function mermaidText(text: string): string {
  return text
    .replaceAll(/\s+/gu, " ")
    .replaceAll(special, (character) => `#${character.codePointAt(0)};`)
    .replaceAll(formula, widen);
}

/**
 * Writes a label of a state diagram, which stands without quotes behind a colon. The few characters that
 * cannot stand there take their full-width form: `：` for `:`.
 */
export function mermaidLine(text: string): string {
  return text.replaceAll(/\s+/gu, " ").replaceAll(unwritable, widen);
}

/** From an ASCII character to its full-width form (Unicode block FF00–FFEF). */
function widen(character: string): string {
  return String.fromCodePoint((character.codePointAt(0) ?? 0) + 0xfee0);
}

/** Gives every name a node name of its own: `<prefix>_<name>` wherever the letters of the name allow it. */
export function mermaidNames(prefix: string, names: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  return new Map(
    names.map((name) => {
      const wanted = `${prefix}_${name.replaceAll(/\W+/g, "_")}`;
      let free = wanted;
      for (let count = 2; taken.has(free); count++) free = `${wanted}_${count}`;
      taken.add(free);
      return [name, free];
    }),
  );
}

/** The lines before a diagram that give it a title. */
export function mermaidTitle(title: string): readonly string[] {
  return ["---", `title: ${JSON.stringify(title)}`, "---"];
}
