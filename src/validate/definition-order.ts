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
  const agent = (name: string): Level =>
    fields(agentFields, {
      handoffs: names(lookup(graph.agents, name)?.handoffs ?? {}, () => handoff),
      canEnd: fields(["when", "result", "outcome"]),
    });
  return fields(graphFields, {
    variables: names(graph.variables.domains, () => unordered),
    tools: names(graph.tools, () => fields(toolFields)),
    agents: names(graph.agents, agent),
    limits: fields(["modelCalls", "handoffs", "refusals", "repairs", "tokens", "cost", "time", "pingPong"]),
    prices: names(graph.prices, () => fields(["input", "output"])),
    retry: fields(["attempts", "baseDelay", "maxDelay"]),
    ends: listOf(fields(["when", "session", "outcome"])),
    guardrails: names(Object.fromEntries(graph.guardrails.map(({ name }) => [name, null])), () =>
      fields(["on", "agents", "tools", "beside", "onTrip"]),
    ),
  });
}

const graphFields: readonly string[] = [
  ...["id", "start", "variables", "initial", "tools", "agents", "limits", "onLimit", "prices", "entry"],
  ...["retry", "ends", "guardrails", "delegationDepth"],
];
const toolFields: readonly string[] = [
  ...["description", "input", "output", "writes", "when", "approval", "approvalExpires", "timeout"],
];
const agentFields: readonly string[] = [
  ...["kind", "description", "instructions", "tools", "handoffs", "routes", "afterReply", "view", "output", "canEnd"],
  ...["canAsk", "settings"],
];
const handoffFields: readonly string[] = [
  ...["when", "input", "tool", "description", "offer", "approval", "approvalExpires", "maxTimes", "set", "view"],
  ...["mode", "result", "maxTurns"],
];

/** Below it, places are numbers or the order in which they were found. */
const unordered: Level = { ordinals: new Map(), below: () => unordered };

const handoff: Level = fields(handoffFields);

function fields(keys: readonly string[], below: Readonly<Record<string, Level>> = {}): Level {
  return {
    ordinals: new Map(keys.map((key, index) => [key, index])),
    below: (key) => lookup(below, key) ?? unordered,
  };
}

function listOf(level: Level): Level {
  return { ordinals: new Map(), below: () => level };
}

function names(record: Readonly<Record<string, unknown>>, describe: (name: string) => Level): Level {
  const levels = new Map<string, Level>();
  const below = (name: string): Level => {
    const level = levels.get(name) ?? (Object.hasOwn(record, name) ? describe(name) : unordered);
    levels.set(name, level);
    return level;
  };
  return { ordinals: fields(Object.keys(record)).ordinals, below };
}

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
