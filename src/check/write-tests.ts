import type { GraphReport } from "./check-graph.ts";
import type { GraphResult } from "./graph-result.ts";

/** Where a test finds what it is about. */
export interface TestSource {
  /** The module as the test imports it: `./desk.ts`. */
  readonly module: string;
  /** The name under which it exports the graph. */
  readonly graph: string;
  /** The names under which it exports lists of properties. */
  readonly properties: readonly string[];
}

/**
 * Writes a vitest file with one test for each violation: it drives the compiled machine by the events of the shortest
 * conversation and fails while the property is violated on that way. So a counterexample stays a test when it is mended.
 *
 * Violations that no single conversation shows, and those of what every graph is asked, are named in a comment.
 */
export function writeTests({ results }: GraphReport, { module, graph, properties }: TestSource): string {
  const broken = results.filter(({ verdict }) => verdict === "violated");
  const kept = broken.filter(isKept);
  const others = broken.filter((result) => !isKept(result));
  const names = [graph, ...properties].join(", ");
  const [only = ""] = properties;
  const lists = properties.length === 1 ? only : `[${properties.map((name) => `...${name}`).join(", ")}]`;
  return [
    ...(kept.length === 0
      ? ["// No violation is one that a single conversation shows."]
      : [
          'import { checkEvents, type MachineEvent } from "handoff-machine";',
          'import { expect, test } from "vitest";',
          `import { ${names} } from ${JSON.stringify(module)};`,
          "",
          "// Each test goes through a conversation that has violated a property. That one passes says that this",
          "// conversation shows it no more; `handoff check` tells whether another does.",
        ]),
    ...kept.flatMap((result) => ["", ...testLines(result, { graph, lists })]),
    ...(others.length === 0
      ? []
      : ["", ...others.map(({ name }) => `// ${oneLine(name)}: violated, and not kept as a test.`)]),
    "",
  ].join("\n");
}

/** Kinds that one conversation can break, found without an assumption. */
function isKept({ kind, isDefault, replayed, trace }: GraphResult): boolean {
  const ends = trace?.loopStart === null && trace.steps.length > 0;
  return !isDefault && ends && replayed === "real" && breakable.includes(kind);
}

const breakable: readonly GraphResult["kind"][] = ["always", "never", "onlyVia", "at", "before", "atMost"];

function testLines(
  { name, trace, events }: GraphResult,
  { graph, lists }: { readonly graph: string; readonly lists: string },
): readonly string[] {
  const steps = (trace?.steps ?? []).map(({ actor, what, notes }) => {
    const remarks = notes.length === 0 ? "" : ` (${notes.join(", ")})`;
    return `  // ${oneLine(`${actor} ${what}${remarks}`)}`;
  });
  return [
    `test(${JSON.stringify(name)}, () => {`,
    ...steps,
    "  const events: readonly MachineEvent[] = [",
    ...events.map((event) => `    ${JSON.stringify(event)},`),
    "  ];",
    `  const asked = ${lists}.filter((property) => property.name === ${JSON.stringify(name)});`,
    `  expect(checkEvents(${graph}, events, asked).results).toMatchObject([{ verdict: "holds", violations: [] }]);`,
    "});",
  ];
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/gu, " ");
}
