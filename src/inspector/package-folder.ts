import { createRequire } from "node:module";
import { dirname } from "node:path";

/**
 * Where this package is installed: its built files are found from there, whichever file this code has been built into.
 *
 * @throws An error of Node's where it is not installed, but a part of a program that was bundled.
 */
export function packageFolder(): string {
  return dirname(createRequire(import.meta.url).resolve("handoff-machine/package.json"));
}
