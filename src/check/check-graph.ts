import { UsageError } from "../errors.ts";
import { agentsOf, type Graph, type GraphShape } from "../graph/graph.ts";
import { isRecord } from "../json.ts";
import type { LimitName } from "../machine/context.ts";
import { assertValidGraph } from "../validate/assert-valid-graph.ts";
import { type Abstraction, deriveModel } from "./abstract/derive-model.ts";
import { type AbstractionOptions, countable } from "./abstract/layout.ts";
import { type Move, stallEvent } from "./abstract/move.ts";
import { blameOf } from "./blame.ts";
import { compileProperty, propertyGuards } from "./compile-property.ts";
import { defaultProperties } from "./default-properties.ts";
import type { Limit } from "./engine/budget.ts";
import { always, never } from "./engine/build-expression.ts";
import { type CheckOptions, checkModel } from "./engine/check-model.ts";
import type { Exploration } from "./engine/exploration.ts";
import type { Command, Owner } from "./engine/model.ts";
import type { Property, PropertyKind } from "./engine/property.ts";
import type { Finding, Strategy, Verdict } from "./engine/result.ts";
import type { GraphProperty } from "./graph-property.ts";
import { isAssumption, replayEvidence } from "./replay-evidence.ts";
import { type GraphStrategy, strategyOf } from "./strategy.ts";
import { type Trace, traceOf } from "./trace.ts";

/** How a graph is checked: what is looked at, and how much it may take. */
export type GraphCheckOptions = AbstractionOptions &
  CheckOptions & {
    /** Whether what every graph is asked is asked of this one. Left out: yes. */
    readonly defaults?: boolean;
  };

/** What was found about a graph. */
export interface GraphReport {
  readonly graph: string;
  /** `holds` when every property does; `vacuous` and `unknown` do not count as holding. */
  readonly verdict: Verdict;
  readonly states: number;
  readonly transitions: number;
  /** How many calls of one reply were looked at. */
  readonly parallelCalls: number;
  /** Whether every state was looked at. */
  readonly complete: boolean;
  /** Which budget ended the search. */
  readonly stoppedBy: Limit | null;
  readonly results: readonly GraphResult[];
}

/** What was found about one property. */
export interface GraphResult {
  readonly name: string;
  readonly kind: PropertyKind;
  /** Whether every graph is asked this. */
  readonly isDefault: boolean;
  readonly verdict: Verdict;
  /** A shortest conversation that shows it: of a violation, and of what can be reached. */
  readonly trace: Trace | null;
  /** Of a trace: whether the compiled machine goes the same way; `assumes` where it depends on what is not counted. */
  readonly replayed: "real" | "assumes" | "spurious" | null;
  /** The handoffs without which the property holds. */
  readonly blame: readonly { readonly from: string; readonly to: string }[];
  /** Of `worst` the most there can be, of `canAlways` what the trap is. */
  readonly finding: Exclude<Finding, Strategy> | null;
  /** How the others keep a goal away that somebody shall be able to force. */
  readonly strategy: GraphStrategy | null;
  /** The budgets that were counted to answer it. */
  readonly counted: readonly LimitName[];
}

/**
 * Explores every state that a graph's machine can reach and tells whether each property holds, whatever the models, tools
 * and people do. Pure: it calls no model and no tool.
 *
 * The model of the graph is derived from its transition table; each counterexample is replayed on the compiled machine.
 *
 * @throws {GraphError} when the graph has errors.
 * @throws {UsageError} `bad_definition` when a variable cannot be made finite; also when two properties have one name;
 *   `bad_option` when a property speaks of what the graph does not have.
 * @example
 * ```ts
 * import { checkGraph, defineGraph } from "handoff-machine";
 *
 * const graph = defineGraph({ id: "one", start: "clerk", agents: { clerk: { instructions: "Answer." } } });
 * checkGraph(graph).verdict; // => "holds"
 * ```
 */
export function checkGraph<Shape extends GraphShape>(
  graph: Graph<Shape>,
  properties: readonly GraphProperty<Shape>[] = [],
  options: GraphCheckOptions = {},
): GraphReport {
  const own = properties as unknown as readonly GraphProperty[]; // the names of the graph are checked again below
  const { defaults = true, parallelCalls = callsOf(graph), counted = [], interventions = false, ...engine } = options;
  assertValidGraph(graph);
  for (const property of own) {
    if (isRecord(property)) continue;
    throw new UsageError("bad_option", {
      message: "A property is none.",
      hint: "Make properties with propertiesOf(graph).",
    });
  }
  const asked = [...(defaults ? defaultProperties(graph) : []), ...own];
  const isDefault = (name: string): boolean => !own.some((property) => property.name === name);
  const look = { parallelCalls, counted, interventions };
  const { exploration, results } = judge(graph, asked, { look, engine, isDefault });
  const budgets = countable.filter((limit) => graph.limits[limit] !== null && !counted.includes(limit));
  const assuming = asked.filter((_, index) => results[index]?.replayed === "assumes");
  const sought = assuming.filter(({ kind }) => kind === "reachable");
  const plain = sought.length === 0 ? [] : judge(graph, sought, { look, engine, isDefault, isPlain: true }).results;
  const shown = plain.filter(({ verdict }) => verdict === "holds");
  const again = assuming.filter(({ name }) => !shown.some((result) => result.name === name));
  const exactLook = { ...look, counted: [...counted, ...budgets] };
  const exact =
    again.length === 0 || budgets.length === 0
      ? []
      : judge(graph, again, { look: exactLook, engine: within(engine), isDefault }).results;
  const told = results.map((result) =>
    better(
      result,
      [...shown, ...exact].find(({ name }) => name === result.name),
    ),
  );
  const { states, edges, complete, stoppedBy } = exploration;
  return {
    graph: graph.id,
    verdict: overall(told),
    states,
    transitions: edges,
    parallelCalls,
    complete,
    stoppedBy,
    results: told,
  };
}

/** Two calls in a reply are looked at, unless some agent has so many to choose from that their pairs would be too many. */
export function callsOf(graph: Graph): number {
  const most = Math.max(...agentsOf(graph).map(({ tools, handoffs }) => tools.length + Object.keys(handoffs).length));
  return most > mostChoices ? 1 : 2;
}

const mostChoices = 20;

interface Look {
  readonly look: Required<AbstractionOptions>;
  readonly engine: CheckOptions;
  readonly isDefault: (name: string) => boolean;
  /** Whether nothing is assumed that the fields do not tell: what is found so rests on nothing. */
  readonly isPlain?: boolean;
}

/** One exploration, and what it says about each property. */
function judge(
  graph: Graph,
  asked: readonly GraphProperty[],
  { look, engine, isDefault, isPlain = false }: Look,
): { readonly exploration: Exploration; readonly results: readonly GraphResult[] } {
  const derived = deriveModel(graph, look, asked.flatMap(propertyGuards));
  const abstraction = withStalls(isPlain ? withoutAssumptions(derived) : derived);
  const { model } = abstraction;
  const compiled = asked.map((property) => compileProperty(abstraction, property));
  const moving = { ...model, commands: model.commands.slice(0, -1) };
  const { exploration, results: found } = checkModel(
    moving,
    compiled.filter((one) => !isLive(one)),
    engine,
  );
  const live = compiled.filter(isLive);
  const late = live.length === 0 ? [] : checkModel(model, live, engine).results;
  const results = compiled.flatMap(({ name }) => [...found, ...late].filter((result) => result.name === name));
  const told = results.map(({ name, kind, verdict, evidence, finding }, index): GraphResult => {
    const property = compiled[index];
    const isBroken = verdict === "violated" && evidence !== null && property !== undefined;
    return {
      name,
      kind,
      isDefault: isDefault(name),
      verdict,
      trace: evidence === null ? null : traceOf(abstraction, evidence),
      replayed:
        evidence === null
          ? null
          : isPlay(finding) && hasUncounted(graph, look)
            ? "assumes"
            : replayEvidence(abstraction, evidence),
      blame: isBroken ? blameOf(abstraction, { property, evidence, options: engine }) : [],
      finding: finding?.kind === "strategy" ? null : finding,
      strategy: finding?.kind === "strategy" ? strategyOf(abstraction, finding, forcing(property)) : null,
      counted: look.counted,
    };
  });
  return { exploration, results: told };
}

/** What must happen in the end is asked of runs in which nothing may happen any more: whoever is not fair may stall for ever. */
function isLive({ kind }: Property): boolean {
  return kind === "leadsTo" || kind === "eventually";
}

/** The model without the moves that assume something; the others keep their positions. */
function withoutAssumptions(abstraction: Abstraction): Abstraction {
  const { model, moves } = abstraction;
  const commands = model.commands.map((command, index) =>
    isAssumption(moves[index]?.assumes) ? { ...command, guard: never } : command,
  );
  return { ...abstraction, model: { ...model, commands } };
}

/** To stall serves nobody, the clock included. */
const stallGroup = 1;

/** The model with one command more, its last: nothing happens. */
function withStalls(abstraction: Abstraction): Abstraction {
  const { model, moves } = abstraction;
  const stall: Command = {
    name: "nothing happens any more",
    owner: "clock",
    group: stallGroup,
    guard: always,
    updates: [],
  };
  const move: Move = { event: stallEvent, agent: null, to: null, enters: null, change: "continue", index: -1 };
  return { ...abstraction, model: { ...model, commands: [...model.commands, stall] }, moves: [...moves, move] };
}

/** Those who shall be able to force something. */
function forcing(property: Property | undefined): readonly Owner[] {
  return property?.kind === "canForce" ? property.owners : [];
}

/** A strategy is no single run that could be replayed: what it rests on is what is not counted. */
function isPlay(finding: Finding | null): boolean {
  return finding?.kind === "strategy";
}

function hasUncounted({ limits }: Graph, { counted }: Required<AbstractionOptions>): boolean {
  return countable.some((limit) => limits[limit] !== null && !counted.includes(limit));
}

/**
 * A result that rests on budgets which nobody counted is looked at again with all of them counted. Where that takes too
 * much, a violation is not known to be one.
 */
function better(result: GraphResult, exact: GraphResult | undefined): GraphResult {
  if (exact === undefined) return result;
  if (exact.verdict !== "unknown") return exact;
  return result.verdict === "violated" ? { ...result, verdict: "unknown" } : result;
}

/** Counting multiplies the states: looking again may not take more than this, unless the caller says so. */
function within(engine: CheckOptions): CheckOptions {
  return { states: mostCountedStates, ...engine };
}

const mostCountedStates = 3_000_000;

/** The worst of all verdicts. */
function overall(results: readonly GraphResult[]): Verdict {
  const order: readonly Verdict[] = ["violated", "unknown", "vacuous"];
  return order.find((verdict) => results.some((result) => result.verdict === verdict)) ?? "holds";
}
