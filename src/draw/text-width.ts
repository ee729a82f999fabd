/** How a text is set: its size in pixels, and how wide its letters are. */
export interface Font {
  readonly size: number;
  readonly family: "sans" | "mono";
  readonly isBold: boolean;
}

/**
 * Estimates how wide a text becomes, in pixels, without asking a browser: never less than with the widest of the usual
 * fonts of a system, so that what is laid out by it does not overlap. The widths are those of DejaVu Sans, rounded up.
 */
export function textWidth(text: string, { size, family, isBold }: Font): number {
  const widths = [...text].map((character) => (family === "mono" ? monoWidth(character) : sansWidth(character)));
  return widths.reduce((sum, width) => sum + width, 0) * size * (isBold ? bolder : 1);
}

/** Letters by their width, as a part of the font's size. */
const sansWidths: ReadonlyMap<string, number> = new Map(
  (
    [
      [0.3, "'Iijl"],
      [0.36, " ,-./:;\\|f!"],
      [0.42, "()[]rt"],
      [0.54, '"*?_`sz'],
      [0.6, "cFkvxy"],
      [0.64, "0123456789$abdeghnopquELPSTY{}"],
      [0.7, "ABCKRVXZ"],
      [0.8, "&DGHNOQU"],
      [0.86, "Mw+<=>^~#≤≥≠→×"],
    ] as const
  ).flatMap(([width, letters]) => [...letters].map((letter) => [letter, width] as const)),
);

const widest = 1;
const bolder = 1.13;

/** Characters of a whole square, or more: those of East Asia, and pictures. */
const square =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Extended_Pictographic}\uFF00-\uFFEF]/u;

function sansWidth(character: string): number {
  return sansWidths.get(character) ?? (square.test(character) ? 1.3 : widest);
}

function monoWidth(character: string): number {
  return square.test(character) ? 1.3 : 0.61;
}
