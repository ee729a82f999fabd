import { UsageError } from "../errors.ts";
import { agentsOf, type Graph, type GraphShape } from "../graph/graph.ts";
import type { LimitName } from "../machine/context.ts";
import { refuseInvalidGraph } from "../validate/assert-valid-graph.ts";
import { type AbstractionOptions, countable } from "./abstract/layout.ts";
import { propertyGuards } from "./compile-property.ts";
import { defaultProperties } from "./default-properties.ts";
import type { Limit } from "./engine/budget.ts";
import type { CheckOptions } from "./engine/check-model.ts";
import type { Verdict } from "./engine/result.ts";
import { type ExchangeBound, exchangeBounds } from "./exchange-bounds.ts";
import type { GraphProperty } from "./graph-property.ts";
import type { GraphResult, Judged } from "./graph-result.ts";
import { judgeGraph } from "./judge-graph.ts";
import type { Look } from "./look.ts";
import { checkOptions, refuseOptions } from "./refuse-options.ts";
import { refuseMistakenProperties } from "./validate-property.ts";

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
  /** How much can happen in an exchange; empty without the defaults, and where the search was ended. */
  readonly bounds: readonly ExchangeBound[];
  readonly results: readonly GraphResult[];
}

/**
 * Explores every state that a graph's machine can reach and tells whether each property holds, whatever the models, tools
 * and people do. Pure: it calls no model and no tool.
 *
 * The model of the graph is derived from its transition table; each counterexample is replayed on the compiled machine.
 *
 * @throws {GraphError} when the graph has errors.
 * @throws {UsageError} `bad_definition` when a variable cannot be made finite; also when two properties have one name;
 *   `bad_option` when an option cannot be, or a property speaks of what the graph does not have.
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
  refuseInvalidGraph(graph);
  refuseOptions("checkGraph", options, checkOptions);
  const own = properties as unknown as readonly GraphProperty[]; // the names of the graph are checked again here
  refuseMistakenProperties(graph, own);
  const {
    defaults = true,
    parallelCalls = callsOf(graph),
    counted: named = [],
    interventions = false,
    ...engine
  } = options;
  const counted = [...new Set(named)];
  const asked = [...(defaults ? defaultProperties(graph) : []), ...own];
  refuseDoubles(asked);
  const names = new Set(own.map(({ name }) => name));
  const isDefault = (name: string): boolean => !names.has(name);
  const guards = asked.flatMap(propertyGuards);
  const abstraction = { parallelCalls, counted, interventions };
  const look: Look = { abstraction, engine, guards, isDefault, isAgain: false };
  const { exploration, judged } = judgeGraph(graph, asked, look);
  const results = counting(graph, asked, judged, look);
  const { states, edges, complete, stoppedBy } = exploration;
  const bounds =
    defaults && complete
      ? exchangeBounds(graph, {
          states,
          parallelCalls,
          judge: (worst, exact) => {
            const again = {
              ...look,
              abstraction: { ...abstraction, counted: [...new Set([...counted, ...exact])] },
              isAgain: true,
            };
            return judgeGraph(graph, [worst], again).judged[0];
          },
        })
      : [];
  return {
    graph: graph.id,
    verdict: overall(results),
    states,
    transitions: edges,
    parallelCalls,
    complete,
    stoppedBy,
    bounds,
    results,
  };
}

/** Looks again at what rests on budgets, with those counted. */
function counting(
  graph: Graph,
  asked: readonly GraphProperty[],
  judged: readonly Judged[],
  look: Look,
): readonly GraphResult[] {
  const { abstraction, engine } = look;
  return withCounting(judged, (open, counted) => {
    const properties = asked.filter(({ name }) => open.some(({ result }) => result.name === name));
    const again = { ...look, abstraction: { ...abstraction, counted }, engine: within(engine), isAgain: true };
    return judgeGraph(graph, properties, again).judged;
  });
}

/** Of two results of one name, one would be taken for the other. */
function refuseDoubles(properties: readonly GraphProperty[]): void {
  const names = new Set<string>();
  const double = properties.find(({ name }) => names.size === names.add(name).size);
  if (double === undefined) return;
  throw new UsageError("bad_definition", {
    message: `Two properties have the name "${double.name}".`,
    hint: "Give each a name of its own, and none that a default property has.",
  });
}

/** Two calls in a reply are looked at, unless some agent has so many to choose from that their pairs would be too many. */
export function callsOf(graph: Graph): number {
  const most = Math.max(...agentsOf(graph).map(({ tools, handoffs }) => tools.length + Object.keys(handoffs).length));
  return most > mostChoices ? 1 : 2;
}

const mostChoices = 20;

/**
 * What rests on budgets that nobody counted is looked at again with those counted, and with more of them while it still
 * rests on some: an uncounted budget may be spent at any time, so what holds with some counted holds with all. Results
 * that rest on different budgets are looked at apart: their states would multiply each other.
 */
function withCounting(
  judged: readonly Judged[],
  look: (open: readonly Judged[], counted: readonly LimitName[]) => readonly Judged[],
): readonly GraphResult[] {
  let known = judged;
  let open = judged.filter(({ rests }) => rests.length > 0);
  while (open.length > 0) {
    const groups = Map.groupBy(open, (one) => toCount(one).join());
    const again = [...groups.values()].flatMap(([first, ...others]) =>
      first === undefined ? [] : look([first, ...others], toCount(first)),
    );
    known = known.map((one) =>
      better(
        one,
        again.find(({ result }) => result.name === one.result.name),
      ),
    );
    open = again.filter(({ rests }) => rests.length > 0);
  }
  return known.map(({ result }) => result);
}

/** The budgets that a result needs counted, in one order. */
function toCount({ result, rests }: Judged): readonly LimitName[] {
  return countable.filter((limit) => result.counted.includes(limit) || rests.includes(limit));
}

/** Where counting takes too much, a violation is not known to be one, and no way to a goal to be there, once or always. */
function better(judged: Judged, counted: Judged | undefined): Judged {
  if (counted === undefined || counted.result.verdict !== "unknown") return counted ?? judged;
  const { result } = judged;
  const isOpen = result.verdict === "violated" || result.kind === "canAlways" || result.kind === "reachable";
  const { replayed, counted: budgets } = counted.result;
  const unknown = { ...result, verdict: "unknown", replayed, counted: budgets } as const;
  return { result: isOpen ? unknown : result, rests: [], way: judged.way };
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
