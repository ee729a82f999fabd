import { createRequire } from "node:module";
import { dirname } from "node:path";

/** Where this package is: its built files are found from there, whichever file this code has been built into. */
export function packageFolder(): string {
  return dirname(createRequire(import.meta.url).resolve("handoff-machine/package.json"));
}
