import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { UsageError } from "../errors.ts";
import type { Graph } from "../graph/graph.ts";
import { isRecord } from "../json.ts";
import { didYouMean, suggestName } from "../suggest-name.ts";
import { moduleFormatHint } from "./module-format.ts";

/** A module that was imported for a graph that it exports. */
export interface GraphModule {
  readonly file: string;
  readonly graph: Graph;
  /** The name of its export; the first where it has several. */
  readonly name: string;
  readonly exports: Readonly<Record<string, unknown>>;
}

/**
 * Imports the graph that `FILE` or `FILE#export` names: the export of that name, or the only one that is a graph.
 *
 * @throws {UsageError} `bad_option` when the file is missing, cannot be imported, or leaves open which graph is
 *   meant; `bad_definition` as `defineGraph` throws it.
 */
export async function loadGraph(operand: string): Promise<Graph> {
  return (await loadGraphModule(operand)).graph;
}

/** Imports a graph as {@link loadGraph} does, and gives what stands beside it in its module. */
export async function loadGraphModule(operand: string): Promise<GraphModule> {
  const { file, name } = splitOperand(operand);
  if (!existsSync(file)) {
    throw new UsageError("bad_option", {
      message: `There is no file ${file}.`,
      hint: "Give the path of a TypeScript or JavaScript module that exports a graph, for instance machines/desk.ts.",
    });
  }
  const exports = await importModule(file);
  const graphs = graphsIn(exports);
  const [found, graph] = name === null ? pickOnly(graphs, { file, exports }) : pickNamed(graphs, { file, name });
  return { file, graph, name: found, exports };
}

/** A graph, and the name under which a module exports it. */
export type NamedGraph = readonly [name: string, graph: Graph];

/** The graphs among the exports of a module. */
export function graphsIn(exports: Readonly<Record<string, unknown>>): readonly NamedGraph[] {
  return Object.entries(exports).flatMap(([key, value]) => (isGraph(value) ? [[key, value] as const] : []));
}

function splitOperand(operand: string): { readonly file: string; readonly name: string | null } {
  const mark = operand.lastIndexOf("#");
  if (mark === -1 || existsSync(operand)) return { file: operand, name: null };
  return { file: operand.slice(0, mark), name: operand.slice(mark + 1) };
}

async function importModule(file: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return { ...(await import(pathToFileURL(resolve(file)).href)) };
  } catch (error) {
    throw isBadDefinition(error) ? error : notImportable(file, error);
  }
}

function pickOnly(
  graphs: readonly NamedGraph[],
  { file, exports }: { readonly file: string; readonly exports: Readonly<Record<string, unknown>> },
): NamedGraph {
  const [first] = graphs;
  if (first === undefined) throw noGraph(file, exports);
  if (graphs.some(([, graph]) => graph !== first[1])) throw severalGraphs(file, graphs);
  return first;
}

function pickNamed(graphs: readonly NamedGraph[], { file, name }: { file: string; name: string }): NamedGraph {
  const found = graphs.find(([key]) => key === name);
  if (found !== undefined) return found;
  const names = graphs.map(([key]) => key);
  throw new UsageError("bad_option", {
    message: `${file} exports no graph named ${name}. It exports: ${names.join(", ") || "no graph at all"}.`,
    hint: didYouMean(suggestName(name, names), "Name one of them behind the #."),
  });
}

function severalGraphs(file: string, graphs: readonly NamedGraph[]): UsageError {
  const names = graphs.map(([key]) => key);
  return new UsageError("bad_option", {
    message: `${file} exports ${names.length} graphs: ${names.join(", ")}.`,
    hint: `Say which one: ${file}#${names[0]}.`,
  });
}

function noGraph(file: string, exports: Readonly<Record<string, unknown>>): UsageError {
  const found = Object.entries(exports).map(([key, value]) => `${key} (${typeof value})`);
  return new UsageError("bad_option", {
    message: `${file} exports no graph. It exports: ${found.join(", ") || "nothing"}.`,
    hint: "Export what defineGraph returns: export const desk = defineGraph({ … }).",
  });
}

function notImportable(file: string, error: unknown): UsageError {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const place = placeOf(error);
  return new UsageError("bad_option", {
    message: `${file} cannot be imported. ${place === null ? "" : `${place}: `}${message.replace(/\.?\s*$/, ".")}`,
    hint: moduleFormatHint(file, error) ?? hintFor(error),
    cause: error,
  });
}

/** For TypeScript that cannot be read, Node begins the stack with the place. */
function placeOf(error: unknown): string | null {
  const [first = ""] = error instanceof Error ? (error.stack ?? "").split("\n") : [];
  return /[\\/][^\\/]*:\d+$/.exec(first)?.[0].slice(1) ?? null;
}

function hintFor(error: unknown): string {
  switch (isRecord(error) ? error.code : null) {
    case "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX":
      return "Node runs TypeScript by leaving out the types: write no enum, namespace or parameter property, or compile the file first.";
    case "ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING":
      return "Node runs no TypeScript inside node_modules: give the compiled file.";
    case "ERR_MODULE_NOT_FOUND":
      return "Install what it imports beside it, and write relative imports with their file's ending (./tools.ts).";
    case "ERR_UNKNOWN_FILE_EXTENSION":
      return "Give a module that ends in .ts, .mts, .js or .mjs.";
    default:
      return "Mend the module, then try again: `node FILE` shows the same error with its place.";
  }
}

function isBadDefinition(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "bad_definition";
}

/** By its shape: it may have been made by another copy of this library. */
function isGraph(value: unknown): value is Graph {
  return isRecord(value) && value.kind === "graph" && typeof value.id === "string" && isRecord(value.agents);
}
