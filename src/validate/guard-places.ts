import type { Agent, AuthoredGuard, End, Graph } from "../graph/graph.ts";
import { agentsOf } from "../graph/graph.ts";
import { lookup } from "../json.ts";
import { destinationText } from "./destination-text.ts";
import type { Place } from "./diagnostic.ts";
import { argumentsScope, type GuardScope } from "./guard-scope.ts";
import { sessionPlaces } from "./session-places.ts";
import { mismatch } from "./value-mismatch.ts";

/** A guard and where it stands. */
export interface GuardPlace {
  readonly guard: AuthoredGuard;
  readonly path: Place;
  /** `end`: all of an end's condition; `endPart`: one of several things that it asks for. */
  readonly role: "tool" | "handoff" | "route" | "afterReply" | "entry" | "canEnd" | "end" | "endPart" | "approval";
  /** What it guards, for messages: `the handoff from "triage" to "refunds"`. */
  readonly subject: string;
  readonly scope: GuardScope;
  /** Whether all that it asks can be answered as it was meant; if not, nothing follows from its outcome. */
  readonly answerable: boolean;
}

/** Every guard of a graph. */
export function* guardPlaces(graph: Graph, variables: GuardScope): Generator<GuardPlace> {
  for (const { guard, scope = variables, ...place } of placesOf(graph)) {
    if (guard !== null) yield { ...place, guard, scope, answerable: isAnswerable(guard, scope) };
  }
}

/** A place where a guard may stand; without a scope, over the session's variables. */
interface PossiblePlace extends Pick<GuardPlace, "path" | "role" | "subject"> {
  readonly guard: AuthoredGuard | null;
  readonly scope?: GuardScope;
}

function isAnswerable(guard: AuthoredGuard, scope: GuardScope): boolean {
  if (guard.mistakes.length > 0) return false;
  return guard.reads.every(({ variable, question }) => {
    if (scope.domains === null) return true;
    const domain = lookup(scope.domains, variable);
    if (domain === undefined) return false;
    return question.kind === "predicate" || mismatch(question, domain, scope.optional.includes(variable)) === null;
  });
}

function* placesOf(graph: Graph): Generator<PossiblePlace> {
  for (const [name, tool] of Object.entries(graph.tools)) {
    yield { guard: tool.guard, path: ["tools", name, "when"], role: "tool", subject: `the tool "${name}"` };
    if (tool.approval.kind !== "when") continue;
    const path = ["tools", name, "approval"];
    const subject = `the approval of tool "${name}"`;
    yield { guard: tool.approval, path, role: "approval", subject, scope: argumentsScope(name, tool.input) };
  }
  for (const agent of agentsOf(graph)) yield* placesOfAgent(agent);
  for (const [index, { agent, guard }] of (graph.entry.kind === "list" ? graph.entry.rules : []).entries()) {
    yield { guard, path: ["entry", String(index), "when"], role: "entry", subject: `the entry at "${agent}"` };
  }
  for (const [index, end] of graph.ends.entries()) yield* placesOfEnd(end, ["ends", String(index)]);
}

function* placesOfAgent({ name, handoffs, routes, afterReply, canEnd }: Agent): Generator<PossiblePlace> {
  const at = ["agents", name];
  for (const { guard, to } of Object.values(handoffs)) {
    const subject = `the handoff from "${name}" to "${to}"`;
    yield { guard, path: [...at, "handoffs", to, "when"], role: "handoff", subject };
  }
  for (const [index, { guard, destination }] of routes.entries()) {
    const subject = `the route from "${name}" ${destinationText(destination)}`;
    yield { guard, path: [...at, "routes", String(index), "when"], role: "route", subject };
  }
  for (const [index, { guard, destination }] of afterReply.entries()) {
    const subject = `the way from "${name}" ${destinationText(destination)} after an answer`;
    yield { guard, path: [...at, "afterReply", String(index), "when"], role: "afterReply", subject };
  }
  const subject = `the end that the model of "${name}" may declare`;
  yield { guard: canEnd?.guard ?? null, path: [...at, "canEnd", "when"], role: "canEnd", subject };
}

function* placesOfEnd({ guard, session, outcome }: End, at: Place): Generator<PossiblePlace> {
  const subject = `the end "${outcome}"`;
  yield { guard, path: [...at, "when"], role: session === null ? "end" : "endPart", subject };
  if (session === null) return;
  for (const { node, path } of sessionPlaces(session, [...at, "session"])) {
    if (node.kind !== "variables") continue;
    const isAll = guard === null && node === session;
    yield { guard: node.guard, path, role: isAll ? "end" : "endPart", subject };
  }
}
