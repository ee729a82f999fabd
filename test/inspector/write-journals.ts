import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { longJournal } from "./long-journal.ts";
import { ndjsonOf, recordedJournal } from "./recorded-journal.ts";

/** Writes the recorded journals to a folder, to look at them: `npm run build && node test/inspector/write-journals.ts DIR`. */
const [folder = "."] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
for (const [name, journal] of [
  ["recorded", await recordedJournal()],
  ["long", await longJournal(10_000)],
] as const) {
  const path = join(folder, `${name}.ndjson`);
  writeFileSync(path, await ndjsonOf(journal));
  console.log(path);
}
