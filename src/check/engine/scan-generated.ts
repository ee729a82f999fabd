import type { Predicate } from "./expression.ts";
import { generate } from "./generate.ts";
import type { Layout } from "./layout.ts";
import type { Scan } from "./program.ts";
import { predicateSource } from "./source.ts";

/**
 * Makes a predicate a search over the arena, as generated code.
 *
 * @returns Null where code generation is forbidden.
 */
export function generateScan(predicate: Predicate, layout: Layout): Scan | null {
  const test = predicateSource(predicate, layout, (word) => `arena[base + ${word}]`);
  return generate<Scan>(
    ["arena", "from", "until"],
    [
      `for (let state = from, base = from * ${layout.words}; state < until; state++, base += ${layout.words}) {`,
      `  if (${test}) return state;`,
      "}",
      "return -1;",
    ].join("\n"),
  );
}
