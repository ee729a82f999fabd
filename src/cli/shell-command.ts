import { existsSync } from "node:fs";

/** How the program is called from here: in this repository through npm, beside an installed package through npx. */
export function handoffProgram(): string {
  return existsSync("machines/support-desk.ts") ? "npm run handoff --" : "npx handoff";
}

/** A word as a shell reads it back. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./#-]+$/.test(word) && !word.startsWith("#") ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
