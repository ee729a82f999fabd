import type { AuthoredGuard, Graph } from "../graph/graph.ts";
import { agentsOf } from "../graph/graph.ts";
import { jsonSchemaOf, type Schema } from "../graph/schema.ts";
import { type VariableDomain, variableDomains } from "../graph/variables.ts";
import { lookup } from "../json.ts";
import type { Place } from "./diagnostic.ts";
import { mismatch } from "./value-mismatch.ts";

/** What a guard can read: the session's variables, or the arguments of a call. */
export interface GuardScope {
  readonly noun: "variable" | "argument";
  /** To whom they belong, for messages. */
  readonly owner: string;
  /** `null` when they could not be determined; that is a finding of its own. */
  readonly domains: Readonly<Record<string, VariableDomain>> | null;
  /** All names. */
  readonly names: readonly string[];
  /** The names that may be absent. */
  readonly optional: readonly string[];
  /** The domains that a guard can rely on: of those that are never absent. */
  readonly analysable: Readonly<Record<string, VariableDomain>>;
}

/** A guard and where it stands. */
export interface GuardPlace {
  readonly guard: AuthoredGuard;
  readonly path: Place;
  readonly role: "handoff" | "route" | "end" | "approval";
  /** What it guards, for messages: `the handoff from "triage" to "refunds"`. */
  readonly subject: string;
  readonly scope: GuardScope;
  /** Whether all that it asks can be answered as it was meant; if not, nothing follows from its outcome. */
  readonly answerable: boolean;
}

/** Every guard of a graph. */
export function* guardPlaces(graph: Graph, variables: GuardScope): Generator<GuardPlace> {
  for (const place of placesOf(graph, variables)) yield { ...place, answerable: isAnswerable(place) };
}

type Unjudged = Omit<GuardPlace, "answerable">;

function isAnswerable({ guard, scope }: Unjudged): boolean {
  if (guard.mistakes.length > 0) return false;
  return guard.reads.every(({ variable, question }) => {
    if (scope.domains === null) return true;
    const domain = lookup(scope.domains, variable);
    if (domain === undefined) return false;
    return question.kind === "predicate" || mismatch(question, domain, scope.optional.includes(variable)) === null;
  });
}

function* placesOf(graph: Graph, scope: GuardScope): Generator<Unjudged> {
  for (const [name, tool] of Object.entries(graph.tools)) {
    if (tool.approval.kind !== "when") continue;
    const path = ["tools", name, "approval"];
    const subject = `the approval of tool "${name}"`;
    yield { guard: tool.approval, path, role: "approval", subject, scope: argumentsScope(name, tool.input) };
  }
  for (const { name, handoffs, routes } of agentsOf(graph)) {
    for (const { guard, to } of Object.values(handoffs)) {
      if (guard === null) continue;
      const path = ["agents", name, "handoffs", to, "when"];
      yield { guard, path, role: "handoff", subject: `the handoff from "${name}" to "${to}"`, scope };
    }
    for (const [index, { guard, to }] of routes.entries()) {
      if (guard === null) continue;
      const path = ["agents", name, "routes", String(index), "when"];
      yield { guard, path, role: "route", subject: `the route from "${name}" to "${to}"`, scope };
    }
  }
  for (const [index, { guard, outcome }] of graph.ends.entries()) {
    yield { guard, path: ["ends", String(index), "when"], role: "end", subject: `the end "${outcome}"`, scope };
  }
}

/** The scope of guards over a record of domains some of which may be absent. */
export function guardScope(
  { noun, owner }: Pick<GuardScope, "noun" | "owner">,
  domains: GuardScope["domains"],
  required: unknown,
): GuardScope {
  const known = Object.entries(domains ?? {});
  const isRequired = ([name]: readonly [string, VariableDomain]): boolean =>
    Array.isArray(required) && required.includes(name);
  return {
    noun,
    owner,
    domains,
    names: known.map(([name]) => name),
    optional: known.filter((entry) => !isRequired(entry)).map(([name]) => name),
    analysable: Object.fromEntries(known.filter(isRequired)),
  };
}

function argumentsScope(tool: string, input: Schema | null): GuardScope {
  const who = { noun: "argument", owner: `tool "${tool}"` } as const;
  if (input === null) return guardScope(who, {}, []);
  const schema = jsonSchemaOf(input, "output");
  const domains = "unsupported" in schema ? null : variableDomains(schema);
  return guardScope(who, domains, lookup(schema, "required"));
}
