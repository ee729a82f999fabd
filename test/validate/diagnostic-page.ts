import { readdirSync, readFileSync } from "node:fs";
import * as handoffMachine from "handoff-machine";
import * as zod from "zod";
import type { Graph } from "../../src/graph/graph.ts";

/** What a page of docs/diagnostics says, in the parts that can be tested. */
export interface DiagnosticPage {
  readonly code: string;
  /** The sentence below the heading. */
  readonly summary: string;
  /** The place that the page names for its smallest example. */
  readonly place: string;
  /** The graph of its smallest example. */
  readonly broken: () => Graph;
  /** The graph of its last example. */
  readonly mended: () => Graph;
}

const folder = new URL("../../docs/diagnostics/", import.meta.url);

/** The codes that have a page. */
export function pageNames(): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name !== "README.md")
    .map((name) => name.replace(/\.md$/, ""));
}

/** The text of the overview. */
export function overview(): string {
  return readFileSync(new URL("README.md", folder), "utf8");
}

/** Reads a page. */
export function diagnosticPage(code: string): DiagnosticPage {
  const text = readFileSync(new URL(`${code}.md`, folder), "utf8");
  const [broken = "", mended = ""] = text.matchAll(/```ts\n(.*?)```/gs).map(([, block]) => block ?? "");
  return {
    code,
    summary: text.split("\n")[2] ?? "",
    place: /Found at `(.*)`:/.exec(text)?.[1] ?? "",
    broken: () => run(broken),
    mended: () => run(mended),
  };
}

/** Runs an example that imports from the library and zod only, and exports a graph. */
function run(example: string): Graph {
  const body = example
    .replace(/import (\{.*\}) from "handoff-machine";/, "const $1 = handoffMachine;")
    .replace(/import (\{.*\}) from "zod";/, "const $1 = zod;")
    .replace("export const graph =", "return");
  return new Function("handoffMachine", "zod", body)(handoffMachine, zod);
}
