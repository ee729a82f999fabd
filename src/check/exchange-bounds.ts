import { agentsOf, type Graph } from "../graph/graph.ts";
import { lookup } from "../json.ts";
import type { LimitName } from "../machine/context.ts";
import type { GraphProperty } from "./graph-property.ts";
import type { Judged } from "./graph-result.ts";
import type { EventPattern } from "./pattern.ts";

/** How much can happen from one message of the user to the next. */
export interface ExchangeBound {
  readonly of: "handoffs" | "modelCalls" | "toolCalls";
  /** `null`: nothing bounds it, or a budget ended the search before that was known. */
  readonly most: number | null;
  /**
   * `counted`: some conversation comes to as many. `limits`: no conversation comes to more, as the graph's budgets allow no
   * more; whether one comes to as many was not counted, because it would take too many states.
   */
  readonly by: "counted" | "limits";
}

/** What was explored, and how a property is judged with its budgets counted. */
export interface BoundSource {
  readonly states: number;
  readonly parallelCalls: number;
  readonly judge: (property: GraphProperty, counted: readonly LimitName[]) => Judged | undefined;
}

/** Counting is done where it takes about so many states at most. */
const mostStates = 5_000;

/** Tells how many handoffs, model calls and tool calls an exchange can have at most. */
export function exchangeBounds(graph: Graph, { states, parallelCalls, judge }: BoundSource): readonly ExchangeBound[] {
  const { limits } = graph;
  const tools = [...new Set(agentsOf(graph).flatMap(({ tools: own }) => own))];
  const events: Readonly<Record<ExchangeBound["of"], EventPattern>> = {
    handoffs: { handoff: {} },
    modelCalls: { asksModel: true },
    toolCalls: { either: tools.map((tool) => ({ runs: tool })) },
  };
  const counters = {
    handoffs: "handoffs",
    modelCalls: "modelCalls",
    toolCalls: limits.toolCalls === null ? "modelCalls" : "toolCalls",
  } as const;
  const kinds = (["handoffs", "modelCalls", "toolCalls"] as const).filter(
    (of) => of !== "toolCalls" || tools.length > 0,
  );
  return kinds.map((of): ExchangeBound => {
    const byLimits: ExchangeBound = { of, most: allowed(graph, of, parallelCalls), by: "limits" };
    const limit = limits[counters[of]];
    if (states * ((limit ?? 0) + 1) > mostStates) return byLimits;
    const worst: GraphProperty = { name: of, kind: "worst", event: events[of], per: "exchange" };
    const found = judge(worst, limit === null ? [] : [counters[of]]);
    const finding = found?.result.finding;
    if (finding?.kind !== "supremum" || finding.value === "unbounded") return byLimits;
    // What was not counted may be spent at any time: no conversation has more, and the one that was found is real or not.
    return { of, most: finding.value, by: found?.way === "assumes" ? "limits" : "counted" };
  });
}

/**
 * What the budgets allow. A budget that leads to a model agent is renewed once in an exchange; one that leads to a person
 * is at an end there. Of tools, the last reply may ask for as many calls as a reply can have.
 */
function allowed({ limits, onLimit, agents }: Graph, of: ExchangeBound["of"], parallelCalls: number): number | null {
  const isRenewed = onLimit.kind === "handoff" && lookup(agents, onLimit.to)?.kind === "model";
  const times = isRenewed ? 2 : 1;
  const scaled = (count: number | null): number | null => (count === null ? null : count * times);
  if (of !== "toolCalls") return scaled(limits[of]);
  const byReplies = limits.modelCalls === null ? null : limits.modelCalls * parallelCalls;
  const byCalls = limits.toolCalls === null ? null : limits.toolCalls - 1 + parallelCalls;
  const known = [byReplies, byCalls].filter((count) => count !== null);
  return known.length === 0 ? null : scaled(Math.min(...known));
}

/** Writes the bounds as one sentence; empty where there is none. */
export function boundsText(bounds: readonly ExchangeBound[]): string {
  if (bounds.length === 0) return "";
  const parts = bounds.map(({ of, most, by }) => {
    if (most === null) return `any number of ${words[of]}`;
    return `${by === "counted" ? "up to" : "no more than"} ${most} ${words[of]}`;
  });
  return `in an exchange: ${parts.join(", ")}`;
}

const words: Readonly<Record<ExchangeBound["of"], string>> = {
  handoffs: "handoffs",
  modelCalls: "model calls",
  toolCalls: "tool calls",
};
