import type { AfterReplyDefinition, EndDefinition, GraphDefinition, RouteDefinition } from "./definition.ts";
import type { AfterReply, AuthoredGuard, End, EntryPolicy, Guardrail, Route } from "./graph.ts";
import type { Variables } from "./guard.ts";
import type { GuardrailDefinition } from "./guardrail.ts";
import { parseGuard } from "./parse-guard.ts";
import { parseSessionCondition } from "./parse-session-condition.ts";

/* Fills in the defaults of all that leads on without a model. */

/** A guard as it is read, or `null` where there is none. */
export function authored(literal: unknown): AuthoredGuard | null {
  return literal === undefined ? null : parseGuard(literal);
}

export function normalizeRoute(from: string, route: RouteDefinition<string, Variables>): Route {
  const guard = authored(route.when);
  if ("to" in route) return { from, guard, destination: { kind: "agent", agent: route.to } };
  if ("end" in route) return { from, guard, destination: { kind: "end", outcome: route.end } };
  return { from, guard, destination: { kind: "user", say: route.ask } };
}

export function normalizeAfterReply(from: string, rule: AfterReplyDefinition<string, Variables>): AfterReply {
  if (!("stay" in rule)) return normalizeRoute(from, rule);
  const { maxTurns, prompt = "Continue." } = rule.stay;
  return { from, guard: authored(rule.when), destination: { kind: "same", maxTurns, prompt } };
}

export function normalizeEntry(entry: GraphDefinition["entry"]): EntryPolicy {
  if (entry === undefined || entry === "last") return { kind: "last" };
  if (entry === "start") return { kind: "start" };
  return { kind: "list", rules: entry.map(({ agent, when }) => ({ agent, guard: authored(when) })) };
}

export function normalizeEnd({ outcome, when, session }: EndDefinition<string, string, Variables>): End {
  return { outcome, guard: authored(when), session: session === undefined ? null : parseSessionCondition(session) };
}

export function normalizeGuardrail(name: string, guardrail: GuardrailDefinition<string, string, Variables>): Guardrail {
  const { on, description = "", agents, tools, beside = false, check, onTrip = "refuse", onError = "trip" } = guardrail;
  return {
    name,
    on,
    description,
    agents: agents === undefined ? null : [...agents],
    tools: tools === undefined ? null : [...tools],
    beside,
    check,
    onTrip: normalizeOnTrip(onTrip),
    say: guardrail.say ?? "This cannot be answered.",
    onError,
  };
}

function normalizeOnTrip(onTrip: NonNullable<GuardrailDefinition["onTrip"]>): Guardrail["onTrip"] {
  if (typeof onTrip === "string") return { kind: onTrip };
  return "to" in onTrip ? { kind: "agent", agent: onTrip.to } : { kind: "end", outcome: onTrip.end };
}
