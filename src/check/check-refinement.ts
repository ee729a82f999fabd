import type { Graph } from "../graph/graph.ts";
import { refuseInvalidGraph } from "../validate/assert-valid-graph.ts";
import { type Abstraction, deriveModel } from "./abstract/derive-model.ts";
import type { AbstractionOptions } from "./abstract/layout.ts";
import { withChatter } from "./chatter.ts";
import { callsOf } from "./check-graph.ts";
import type { CheckOptions } from "./engine/check-model.ts";
import { compareModels } from "./engine/compare-models.ts";
import { observables } from "./observable.ts";
import { refinementOptions, refuseOptions } from "./refuse-options.ts";
import { createReplayer } from "./replay-evidence.ts";
import { namedAsIn, sharedQuestions } from "./shared-values.ts";
import { type Trace, traceOf } from "./trace.ts";
import { unsearchedChanges } from "./unsearched-changes.ts";

/** How two graphs are compared: what is looked at, and how much it may take. */
export type RefinementOptions = AbstractionOptions &
  CheckOptions & {
    /** How many new possibilities are told, at most; left out: 20. */
    readonly most?: number;
  };

/** What a graph admits that an old one did not, and the other way round. */
export interface RefinementReport {
  readonly graph: string;
  readonly old: string;
  /**
   * `holds`: whatever can be seen of a conversation on the graph could be seen on the old one. `violated`: something new
   * is possible. `unknown`: a budget ended the search, or something is looser that no search shows.
   */
  readonly verdict: "holds" | "violated" | "unknown";
  readonly states: number;
  readonly oldStates: number;
  /** What is possible now: for each thing a shortest conversation that could not be had before. */
  readonly admits: readonly Possibility[];
  /** What is possible no more, on the old graph. */
  readonly forbids: readonly Possibility[];
  /**
   * What is looser now, or may be, and is not in the states, each a sentence that says what it is and what it was: a limit, the
   * condition of an approval, a schema, a guardrail. What can only restrict is left out.
   */
  readonly unsearched: readonly string[];
  /** Whether all that could be new was looked at. */
  readonly complete: boolean;
}

/** Something that only one of two graphs admits. */
export interface Possibility {
  /** What is seen last: `triage hands off to refunds`. */
  readonly what: string;
  readonly trace: Trace;
  readonly replayed: "real" | "assumes" | "spurious";
}

/**
 * Compares a graph with an older one by what can be seen of their conversations: who says something, who has the
 * conversation, which tools run and what they write, what people decide, how it ends. A new guard, a lower limit, or an
 * agent that may do less is a refinement: nothing is possible that was not. What the states do not tell, such as conditions on
 * arguments, is compared as it stands in the two definitions.
 *
 * @throws {GraphError} when a graph has errors.
 * @throws {UsageError} `bad_definition` when a variable cannot be made finite; `bad_option` when an option cannot be.
 * @example
 * ```ts
 * import { checkRefinement, defineGraph } from "handoff-machine";
 *
 * const two = { description: "Second.", instructions: "Answer." } as const;
 * const one = { description: "First.", instructions: "Answer." } as const;
 * const old = defineGraph({ id: "apart", start: "one", agents: { one: { ...one, handoffs: {} }, two } });
 * const graph = defineGraph({ id: "joined", start: "one", agents: { one: { ...one, handoffs: { two: {} } }, two } });
 *
 * checkRefinement(graph, old).admits.map(({ what }) => what); // => ["one hands off to two"]
 * checkRefinement(old, graph).verdict; // => "holds"
 * ```
 */
export function checkRefinement(graph: Graph, old: Graph, options: RefinementOptions = {}): RefinementReport {
  for (const one of [graph, old]) refuseInvalidGraph(one);
  refuseOptions("checkRefinement", options, refinementOptions);
  const { parallelCalls, counted = [], interventions = false, most = 20, ...engine } = options;
  const calls = parallelCalls ?? Math.min(callsOf(graph), callsOf(old));
  const look = { parallelCalls: calls, counted, interventions };
  const now = withChatter(deriveModel(graph, look, sharedQuestions(graph, old)));
  const before = withChatter(deriveModel(old, look, sharedQuestions(old, graph)));
  const admitted = possibilities(now, before, { ...engine, most });
  const forbidden = possibilities(before, now, { ...engine, most });
  const unsearched = unsearchedChanges(graph, old, look);
  const isOpen = !admitted.isWhole || unsearched.length > 0;
  return {
    graph: graph.id,
    old: old.id,
    verdict: admitted.found.length > 0 ? "violated" : isOpen ? "unknown" : "holds",
    states: admitted.states,
    oldStates: forbidden.states,
    admits: admitted.found,
    forbids: forbidden.found,
    unsearched,
    complete: admitted.isWhole,
  };
}

interface Found {
  readonly states: number;
  readonly found: readonly Possibility[];
  readonly isWhole: boolean;
}

/** What one model can do that the other cannot. */
function possibilities(one: Abstraction, other: Abstraction, options: CheckOptions & { readonly most: number }): Found {
  const labels = observables({ moves: namedAsIn(other.layout, one.moves) });
  const refinement = { old: other.model, labels, oldLabels: observables(other) };
  const told = observables(one);
  const replay = createReplayer(one);
  const { exploration, found, isWhole } = compareModels(one.model, refinement, options);
  return {
    states: exploration.states,
    isWhole,
    found: found.map((evidence) => ({
      what: told[evidence.steps.at(-1)?.command ?? -1] ?? "",
      trace: traceOf(one, evidence),
      replayed: replay(evidence).outcome,
    })),
  };
}
