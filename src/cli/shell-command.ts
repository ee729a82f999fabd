import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { packageFolder } from "../inspector/package-folder.ts";

/** How the program is called from here: in this repository through npm, beside an installed package through npx. */
export function handoffProgram(): string {
  return isInRepository() ? "npm run handoff --" : "npx handoff";
}

/** A reference graph as a word of a command that works from here: its source, or in an installed package what was compiled. */
export function machineFile(name: string): string {
  if (isInRepository()) return `machines/${name}.ts`;
  return shellWord(relative(process.cwd(), join(packageFolder(), "dist", "machines", `${name}.js`)));
}

function isInRepository(): boolean {
  return existsSync("machines/support-desk.ts");
}

/** A word as a shell reads it back. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./#-]+$/.test(word) && !word.startsWith("#") ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
