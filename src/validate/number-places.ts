import { type Agent, type AgentView, agentsOf, type Graph, type Handoff } from "../graph/graph.ts";
import type { Place } from "./diagnostic.ts";

/** What a number can be. */
export type NumberRange = "count" | "countOrNone" | "duration" | "delay" | "amount" | "amountOrNone" | "share";

/** A number and where it stands. */
export interface NumberPlace {
  readonly path: Place;
  /** `null`: there is none. */
  readonly value: number | null;
  readonly range: NumberRange;
  /** Whether it has no default. */
  readonly isRequired?: boolean;
}

/** Every number of a graph but those that guards and session conditions compare with. */
export function* numberPlaces(graph: Graph): Generator<NumberPlace> {
  for (const [name, { timeout, approvalExpires }] of Object.entries(graph.tools)) {
    yield { path: ["tools", name, "approvalExpires"], value: approvalExpires, range: "duration" };
    yield { path: ["tools", name, "timeout"], value: timeout, range: "duration" };
  }
  for (const agent of agentsOf(graph)) {
    for (const handoff of Object.values(agent.handoffs)) yield* numbersOfHandoff(handoff);
    yield* numbersOfAgent(agent);
  }
  yield* numbersOfLimits(graph);
  for (const [model, { input, output }] of Object.entries(graph.prices)) {
    yield { path: ["prices", model, "input"], value: input, range: "amountOrNone", isRequired: true };
    yield { path: ["prices", model, "output"], value: output, range: "amountOrNone", isRequired: true };
  }
  const { retry, delegationDepth } = graph;
  yield { path: ["retry", "attempts"], value: retry.attempts, range: "countOrNone" };
  yield { path: ["retry", "baseDelay"], value: retry.baseDelay, range: "delay" };
  yield { path: ["retry", "maxDelay"], value: retry.maxDelay, range: "delay" };
  yield { path: ["delegationDepth"], value: delegationDepth, range: "count" };
}

function* numbersOfHandoff({ from, to, approvalExpires, maxTimes, view, maxTurns }: Handoff): Generator<NumberPlace> {
  const at = ["agents", from, "handoffs", to];
  yield { path: [...at, "approvalExpires"], value: approvalExpires, range: "duration" };
  if (maxTimes?.per === "session") yield { path: [...at, "maxTimes"], value: maxTimes.count, range: "count" };
  if (maxTimes?.per === "exchange") {
    yield { path: [...at, "maxTimes", "perExchange"], value: maxTimes.count, range: "count", isRequired: true };
  }
  if (view !== null) yield* numbersOfView(view, [...at, "view"]);
  yield { path: [...at, "maxTurns"], value: maxTurns, range: "count" };
}

function* numbersOfAgent({ name, afterReply, view, settings }: Agent): Generator<NumberPlace> {
  const at = ["agents", name];
  for (const [index, { destination }] of afterReply.entries()) {
    if (destination.kind !== "same") continue;
    const path = [...at, "afterReply", String(index), "stay", "maxTurns"];
    yield { path, value: destination.maxTurns, range: "count", isRequired: true };
  }
  yield* numbersOfView(view, [...at, "view"]);
  const { temperature = null, topP = null, maxOutputTokens = null } = settings;
  yield { path: [...at, "settings", "temperature"], value: temperature, range: "amountOrNone" };
  yield { path: [...at, "settings", "topP"], value: topP, range: "share" };
  yield { path: [...at, "settings", "maxOutputTokens"], value: maxOutputTokens, range: "count" };
}

function* numbersOfView(view: AgentView, at: Place): Generator<NumberPlace> {
  if (view.kind === "custom") return;
  yield { path: [...at, "last"], value: view.last, range: "count" };
  yield { path: [...at, "summary", "keep"], value: view.summary?.keep ?? null, range: "count" };
}

function* numbersOfLimits({ limits }: Graph): Generator<NumberPlace> {
  for (const limit of ["modelCalls", "toolCalls", "handoffs", "refusals", "repairs", "tokens", "pingPong"] as const) {
    yield { path: ["limits", limit], value: limits[limit], range: "count" };
  }
  yield { path: ["limits", "cost"], value: limits.cost, range: "amount" };
  yield { path: ["limits", "time"], value: limits.time, range: "duration" };
}
