import type { Graph } from "../graph/graph.ts";
import { lookup } from "../json.ts";
import type { Diagnostic, Place } from "./diagnostic.ts";

/** Sorts findings by where their places stand in the definition, and at one place by code. */
export function inDefinitionOrder(findings: readonly Diagnostic[], graph: Graph): readonly Diagnostic[] {
  const written = asWritten(graph);
  return findings
    .map((finding) => ({ finding, ordinals: ordinalsOf(finding.path, written) }))
    .sort((left, right) => compareOrdinals(left.ordinals, right.ordinals) || compareCodes(left.finding, right.finding))
    .map(({ finding }) => finding);
}

/** The keys of one level in the order in which they stand, and what is below them. */
interface Level {
  readonly ordinals: ReadonlyMap<string, number>;
  readonly below: (key: string) => Level;
}

function asWritten(graph: Graph): Level {
  const handoff = fields("when", "input", "description", "offer", "approval", "maxTimes", "mode");
  const agents = names(graph.agents, (name) => {
    const handoffs = names(lookup(graph.agents, name)?.handoffs ?? {}, () => handoff);
    const order = fields("kind", "description", "instructions", "tools", "handoffs", "routes").ordinals;
    return { ordinals: order, below: (key) => (key === "handoffs" ? handoffs : unordered) };
  });
  const levels: Readonly<Record<string, Level>> = {
    variables: names(graph.variables.domains, () => unordered),
    tools: names(graph.tools, () => fields("description", "input", "output", "writes", "approval", "timeout")),
    agents,
    limits: fields("modelCalls", "handoffs", "refusals"),
    retry: fields("attempts", "baseDelay", "maxDelay"),
  };
  const { ordinals } = fields(
    "id",
    "start",
    "variables",
    "initial",
    "tools",
    "agents",
    "limits",
    "onLimit",
    "retry",
    "ends",
    "delegationDepth",
  );
  return { ordinals, below: (key) => lookup(levels, key) ?? unordered };
}

function fields(...keys: readonly string[]): Level {
  return { ordinals: new Map(keys.map((key, index) => [key, index])), below: () => unordered };
}

function names(record: Readonly<Record<string, unknown>>, describe: (name: string) => Level): Level {
  const levels = new Map<string, Level>();
  const below = (name: string): Level => {
    const level = levels.get(name) ?? (Object.hasOwn(record, name) ? describe(name) : unordered);
    levels.set(name, level);
    return level;
  };
  return { ordinals: fields(...Object.keys(record)).ordinals, below };
}

/** Below it, places are numbers or the order in which they were found. */
const unordered: Level = { ordinals: new Map(), below: () => unordered };

function ordinalsOf(path: Place, written: Level): readonly number[] {
  let level = written;
  return path.map((key) => {
    const ordinal = level.ordinals.get(key) ?? (/^\d+$/.test(key) ? Number(key) : 0);
    level = level.below(key);
    return ordinal;
  });
}

function compareOrdinals(left: readonly number[], right: readonly number[]): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

function compareCodes(left: Diagnostic, right: Diagnostic): number {
  return left.code < right.code ? -1 : left.code > right.code ? 1 : 0;
}
