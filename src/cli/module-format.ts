import { existsSync, readFileSync } from "node:fs";
import { dirname, join, parse, resolve } from "node:path";
import { isRecord } from "../json.ts";

/** What Node says of a module that it takes for CommonJS. */
const symptoms =
  /outside a module|Unexpected token 'export'|await is only valid in async functions and the top level|require\(\) .*ES Module/;

const codes: readonly unknown[] = ["ERR_REQUIRE_ESM", "ERR_REQUIRE_ASYNC_MODULE"];

/** Says how to make Node take a file for the module that it is; `null` where that is not what is wrong. */
export function moduleFormatHint(file: string, error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if (!symptoms.test(error.message) && !("code" in error && codes.includes(error.code))) return null;
  const { ext, name } = parse(file);
  const renamed = ext.includes("ts") ? `${name}.mts` : `${name}.mjs`;
  const nearest = nearestPackage(resolve(file));
  if (nearest === null) return `Node takes it for CommonJS: name the file ${renamed}.`;
  return `Node takes it for CommonJS, as ${nearest} does not say "type": "module". Run \`npm pkg set type=module\` there, or name the file ${renamed}.`;
}

/** The nearest package.json, when it does not make modules of what lies beside it. */
function nearestPackage(path: string): string | null {
  const folder = dirname(path);
  if (folder === path) return null;
  const candidate = join(folder, "package.json");
  if (!existsSync(candidate)) return nearestPackage(folder);
  return isModulePackage(candidate) ? null : candidate;
}

function isModulePackage(path: string): boolean {
  try {
    const contents: unknown = JSON.parse(readFileSync(path, "utf8"));
    return isRecord(contents) && contents.type === "module";
  } catch {
    return false; // what cannot be read says nothing
  }
}
