import { UsageError } from "../errors.ts";
import { isRecord } from "../json.ts";
import type { Elk } from "./elk-json.ts";

type ElkPackage = { readonly default: unknown };

/**
 * Loads the package `elkjs`, once: it is an optional peer.
 *
 * @throws {UsageError} `missing_package` when it is not installed.
 */
export function loadElk(load: () => Promise<ElkPackage> = importPackage): Promise<Elk> {
  if (load !== importPackage) return makeElk(load);
  loaded ??= makeElk(load);
  return loaded;
}

let loaded: Promise<Elk> | undefined;

async function makeElk(load: () => Promise<ElkPackage>): Promise<Elk> {
  const ElkClass = (await loadPackage(load)).default as ElkClass; // CommonJS, which its types take for a module
  const elk = new ElkClass();
  return (graph) => elk.layout(structuredClone(graph));
}

type ElkClass = new () => { readonly layout: Elk };

async function loadPackage(load: () => Promise<ElkPackage>): Promise<ElkPackage> {
  try {
    return await load();
  } catch (error) {
    if (!isRecord(error) || error.code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new UsageError("missing_package", {
      message: "Drawing SVG needs the package elkjs, which is not installed.",
      hint: "Run: npm install elkjs@0.12",
      cause: error,
    });
  }
}

function importPackage(): Promise<ElkPackage> {
  return import("elkjs/lib/elk.bundled.js");
}
