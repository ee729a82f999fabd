import type { Graph } from "../graph/graph.ts";
import type { Exchange, LimitName, SessionContext } from "./context.ts";

/** Which budget of model calls is spent at this time, or `null`: calls of models or tools, refusals, repairs, tokens, cost or time. */
export function spentBudget({ limits }: Graph, { exchange }: SessionContext, at: number): LimitName | null {
  if (isSpent(exchange.modelCalls, limits.modelCalls)) return "modelCalls";
  if (isSpent(exchange.toolCalls, limits.toolCalls)) return "toolCalls";
  if (isSpent(exchange.refusals, limits.refusals)) return "refusals";
  if (limits.repairs !== null && exchange.repairs > limits.repairs) return "repairs";
  if (isSpent(exchange.tokens, limits.tokens)) return "tokens";
  if (isSpent(exchange.cost, limits.cost)) return "cost";
  return isSpent(at - exchange.startedAt, limits.time) ? "time" : null;
}

/** Which budget forbids that the conversation goes from one agent to the other, or `null`. */
export function spentByPassing({ limits }: Graph, { exchange }: SessionContext, way: Passage): LimitName | null {
  if (isSpent(exchange.handoffs, limits.handoffs)) return "handoffs";
  const { bounce } = exchange;
  return bounce?.pair === pairOf(way) && isSpent(bounce.inARow, limits.pingPong) ? "pingPong" : null;
}

/** From whom to whom the conversation goes. */
export interface Passage {
  readonly from: string;
  readonly to: string;
}

/** The exchange after the conversation went from one agent to another. */
export function passed({ limits }: Graph, exchange: Exchange, way: Passage): Exchange {
  const handoffs = exchange.handoffs + 1;
  if (limits.pingPong === null) return { ...exchange, handoffs };
  const pair = pairOf(way);
  const inARow = exchange.bounce?.pair === pair ? exchange.bounce.inARow + 1 : 1;
  return { ...exchange, handoffs, bounce: { pair, inARow } };
}

function pairOf({ from, to }: Passage): string {
  return from < to ? `${from} ↔ ${to}` : `${to} ↔ ${from}`;
}

function isSpent(count: number, limit: number | null): boolean {
  return limit !== null && count >= limit;
}
