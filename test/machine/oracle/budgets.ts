import type { Graph, SessionContext } from "handoff-machine";
import { must, type WalkStep, type Watch } from "../walk.ts";
import { newMessages, newModelCalls, pass, place, wroteVariables } from "./news.ts";

/*
 * Counts what an exchange spends, from the events and messages of a walk and not from the machine's counters, and holds
 * the budgets against it: no model is asked and no handoff made beyond them, and none is said to be spent that is not.
 */

interface Spent {
  modelCalls: number;
  toolCalls: number;
  handoffs: number;
  refusals: number;
  repairs: number;
  tokens: number;
  cost: number;
  since: number;
  escalated: boolean;
  /** The pairs of agents between which the conversation went, since a variable changed. */
  pairs: string[];
  /** By edge. */
  taken: Record<string, number>;
}

const nothingSpent = (since: number): Spent => ({
  modelCalls: 0,
  toolCalls: 0,
  handoffs: 0,
  refusals: 0,
  repairs: 0,
  tokens: 0,
  cost: 0,
  since,
  escalated: false,
  pairs: [],
  taken: {},
});

/** Watches the budgets of every exchange; `onSpent` is told which were reached. */
export function watchBudgets(graph: Graph, onSpent: (limit: string) => void): Watch {
  let spent = nothingSpent(0);
  let askedSince: number | null = null;
  const takenInSession: Record<string, number> = {};
  const ran = new Set<string>();

  return (step) => {
    const { event, before, after, effects } = step;
    if (after === before) return;
    const { at } = event;
    const messages = newMessages(step);
    if (renews(step)) spent = nothingSpent(at);
    pay(step);
    spent.refusals += messages.filter((one) => one.role === "tool" && one.status === "refused").length;
    spent.repairs += messages.filter(
      (one) => one.role === "prompt" && (one.reason === "output" || one.reason === "guardrail"),
    ).length;
    if (wroteVariables(step)) spent.pairs = [];
    const was = place(before)?.inner === "awaitingApproval";
    const is = place(after)?.inner === "awaitingApproval";
    if (is && !was) askedSince = at;
    if (was && !is && askedSince !== null) spent.since += at - askedSince;
    claimed(step);
    refusedAsPingPong(step);
    const renewed = messages.some(({ role }) => role === "user");
    passed(step, renewed);
    if (renewed) spent = nothingSpent(at);
    for (const _ of newModelCalls(step)) {
      const reached = reachedAt(at);
      must(reached.length === 0, `no model is asked when a budget is spent: ${reached.join()}`);
      spent.modelCalls++;
    }
    for (const { type, params } of effects) {
      if (type !== "callTools") continue;
      for (const { call, kind } of params.calls) {
        if (kind === "tool" && !ran.has(call)) spent.toolCalls++;
        ran.add(call);
      }
    }
  };

  /**
   * A handoff, a route and all else that gives the conversation away counts; a return does not. With a user message that
   * waited a new exchange begins, so nothing is spent then.
   */
  function passed(step: WalkStep, renewed: boolean): void {
    const received = pass(step);
    const to = place(step.after)?.agent;
    if (received === null || to === undefined || received.by === "return") return;
    if (received.by === "limit") {
      must(!spent.escalated, "a spent budget calls its agent in once per exchange");
      spent = { ...nothingSpent(step.event.at), escalated: true };
      return;
    }
    spent.handoffs++;
    must(
      renewed || spent.handoffs <= (graph.limits.handoffs ?? Number.POSITIVE_INFINITY),
      "no more handoffs than allowed",
    );
    spent.pairs.push([received.from, to].sort().join());
    must(
      renewed || inARow() <= (graph.limits.pingPong ?? Number.POSITIVE_INFINITY),
      `no ping-pong: ${inARow()} in a row`,
    );
    if (received.by !== "handoff") return;
    const edge = `${received.from} to ${to}`;
    takenInSession[edge] = (takenInSession[edge] ?? 0) + 1;
    spent.taken[edge] = (spent.taken[edge] ?? 0) + 1;
    const most = graph.agents[received.from]?.handoffs[to]?.maxTimes ?? null;
    const times = (most?.per === "session" ? takenInSession : spent.taken)[edge] ?? 0;
    must(most === null || times <= most.count, `${edge} is taken at most ${most?.count} times`);
  }

  /** Where the machine says that a budget is spent, it is. */
  function claimed(step: WalkStep): void {
    const limit = claimedLimit(step);
    if (limit === null) return;
    onSpent(limit);
    if (limit === "toolCalls") return; // calls that were denied before they ran count there as well
    if (limit === "pingPong") {
      must(inARow() >= (graph.limits.pingPong ?? 0), "there were handoffs in a row");
      return;
    }
    const reached = [...reachedAt(step.event.at), ...handoffsReached()];
    must(reached.includes(limit), `the budget that is said to be spent is: ${limit}, not ${reached.join() || "any"}`);
  }

  /** A handoff that is refused as ping-pong would have been one too many in a row. */
  function refusedAsPingPong(step: WalkStep): void {
    const { event } = step;
    const from = place(step.before)?.agent ?? "";
    const results = [
      ...(step.after.context.reply?.calls.map(({ key, result }) => ({ call: key, output: result?.output })) ?? []),
      ...newMessages(step).flatMap((message) => (message.role === "tool" ? [message] : [])),
    ];
    const isRefused = results.some(({ call, output }) => "call" in event && call === event.call && isPingPong(output));
    if (!event.type.startsWith("handoff.") || !isRefused) return;
    const pair = [from, event.type.slice("handoff.".length)].sort().join();
    must(
      spent.pairs.at(-1) === pair && inARow() >= (graph.limits.pingPong ?? 0),
      `${pair} would be ping-pong, after ${spent.pairs.join(" ")}`,
    );
  }

  /** How many of the newest passes were between the same two agents. */
  function inARow(): number {
    return spent.pairs.length - 1 - spent.pairs.findLastIndex((pair) => pair !== spent.pairs.at(-1));
  }

  function handoffsReached(): readonly string[] {
    return spent.handoffs >= (graph.limits.handoffs ?? Number.POSITIVE_INFINITY) ? ["handoffs"] : [];
  }

  function reachedAt(at: number): readonly string[] {
    const { limits } = graph;
    const reached: string[] = [];
    for (const name of ["modelCalls", "toolCalls", "refusals", "tokens", "cost"] as const) {
      if (spent[name] >= (limits[name] ?? Number.POSITIVE_INFINITY) - 1e-9) reached.push(name);
    }
    if (spent.repairs > (limits.repairs ?? Number.POSITIVE_INFINITY)) reached.push("repairs");
    if (at - spent.since >= (limits.time ?? Number.POSITIVE_INFINITY)) reached.push("time");
    return reached;
  }

  function pay({ event }: WalkStep): void {
    const paid = "summary" in event && event.summary !== undefined ? [event.summary] : [];
    for (const { model, usage } of event.type === "model.replied" ? [...paid, event] : paid) {
      const price = graph.prices[model] ?? graph.prices["m-"]; // "m-" is the dearest as well
      spent.tokens += usage.inputTokens + usage.outputTokens;
      spent.cost += (usage.inputTokens * (price?.input ?? 0) + usage.outputTokens * (price?.output ?? 0)) / 1_000_000;
    }
  }
}

/** Budgets are renewed when an operator speaks, and when somebody resumes what stood still at one. */
function renews({ event, before }: WalkStep): boolean {
  if (event.type === "operator.message") return true;
  return (
    event.type === "run.resumed" && before.context.halt?.kind === "limitReached" && place(before)?.inner === "failed"
  );
}

function claimedLimit({ before, after }: WalkStep): string | null {
  const { halt, received }: Pick<SessionContext, "halt" | "received"> = after.context;
  if (halt?.kind === "limitReached" && halt !== before.context.halt) return halt.limit;
  return received?.by === "limit" && received !== before.context.received ? String(received.input) : null;
}

function isPingPong(output: unknown): boolean {
  return typeof output === "object" && output !== null && "error" in output && output.error === "ping_pong";
}
