import fc from "fast-check";
import { drawText, type Graph } from "handoff-machine";

/** How often a property of graphs is tried. */
export interface Runs {
  readonly numRuns: number;
  /** How many cases may be left out, by `fc.pre`, for each that is not. */
  readonly maxSkipsPerRun?: number;
}

/** Asserts a property of graphs; a counterexample is told by its drawing and the reason, not as the whole value. */
export function assertProperty(property: fc.IProperty<[Graph, ...unknown[]]>, runs: Runs): void {
  report(fc.check(property, runs));
}

/** The same of a property that takes time. */
export async function assertAsyncProperty(
  property: fc.IAsyncProperty<[Graph, ...unknown[]]>,
  runs: Runs,
): Promise<void> {
  report(await fc.check(property, runs));
}

function report(details: fc.RunDetails<[Graph, ...unknown[]]>): void {
  const { failed, counterexample, errorInstance, seed, counterexamplePath, numRuns, numSkips } = details;
  if (!failed) return;
  if (counterexample === null) throw new Error(`seed ${seed}: ${numRuns} cases were tried, and ${numSkips} left out`);
  const [graph, ...rest] = counterexample;
  const drawn = graph === undefined ? "" : `${drawText(graph)}\n${notDrawn(graph)}`;
  const reason =
    errorInstance instanceof Error ? (errorInstance.stack ?? errorInstance.message) : String(errorInstance);
  throw new Error(`seed ${seed}, path ${counterexamplePath}\n${drawn}\n${JSON.stringify(rest)}\n${reason}`);
}

function notDrawn({ guardrails, limits, onLimit, entry, whilePending, ends }: Graph): string {
  return JSON.stringify({ guardrails, limits, onLimit, entry, whilePending, ends });
}
