import { type Agent, type AuthoredGuard, agentsOf, type Graph, type Handoff, handoffsOf } from "../graph/graph.ts";
import type { GuardNode } from "../graph/guard.ts";
import { analyzeGuard, type ChoiceAnalysis, type GuardAnalysis } from "../graph/guard-analysis.ts";
import { jsonSchemaOf, type Schema } from "../graph/schema.ts";
import { type JsonObject, lookup } from "../json.ts";
import { suggestName } from "../suggest-name.ts";
import { type ChoiceRule, choiceAmong } from "./choice.ts";
import { always, eitherWay } from "./guard-nodes.ts";
import { type GuardPlace, guardPlaces } from "./guard-places.ts";
import { type GuardScope, guardScope } from "./guard-scope.ts";

/** What the rules read: a graph, and what follows from it, each worked out once. */
export interface GraphFacts {
  readonly graph: Graph;
  readonly agents: readonly Agent[];
  readonly agentNames: readonly string[];
  readonly toolNames: readonly string[];
  readonly handoffs: readonly Handoff[];
  /** Every guard with its place, in the order in which they are written. */
  readonly guards: readonly GuardPlace[];
  /** What the guards over the session's variables can read. */
  readonly variables: GuardScope;
  /** The agent that a name stands for: itself, the one that was probably meant, or `null`. */
  readonly meantAgent: (name: string) => string | null;
  /** The same for a tool. */
  readonly meantTool: (name: string) => string | null;
  /** The same for a variable. */
  readonly meantVariable: (name: string) => string | null;
  /** A guard for analysis; one that asks wrongly may answer either way, so that nothing follows from it. */
  readonly nodeOf: (guard: AuthoredGuard | null) => GuardNode;
  /** What a guard can say; guards that are written alike are analysed once. */
  readonly analysisOf: (place: GuardPlace) => GuardAnalysis | "unknown";
  /** Which of a list of rules can be taken, and whether it can be that none is. */
  readonly choiceAmong: (rules: readonly ChoiceRule[]) => ChoiceAnalysis;
  /** The JSON Schema of what a schema takes, or why there is none. */
  readonly inputSchema: (schema: Schema) => JsonObject | { readonly unsupported: string };
}

/** Works out the facts of a graph. */
export function graphFacts(graph: Graph): GraphFacts {
  const agents = agentsOf(graph);
  const variables = variablesScope(graph);
  const guards = [...guardPlaces(graph, variables)];
  const unanswerable = new Set(guards.flatMap(({ guard, answerable }) => (answerable ? [] : [guard])));
  const nodeOf = (guard: AuthoredGuard | null): GuardNode =>
    guard === null ? always : unanswerable.has(guard) ? eitherWay() : guard.node;
  return {
    graph,
    agents,
    agentNames: Object.keys(graph.agents),
    toolNames: Object.keys(graph.tools),
    handoffs: handoffsOf(graph),
    guards,
    variables,
    meantAgent: oncePerKey((name) => meant(name, graph.agents)),
    meantTool: oncePerKey((name) => meant(name, graph.tools)),
    meantVariable: oncePerKey((name) => meant(name, graph.variables.domains)),
    nodeOf,
    analysisOf: analysisByText(),
    choiceAmong: oncePerKey((rules) => choiceAmong(rules, nodeOf, variables)),
    inputSchema: oncePerKey((schema) => jsonSchemaOf(schema, "input")),
  };
}

/** Predicates have no text, so guards with one are not known again. */
function analysisByText(): GraphFacts["analysisOf"] {
  const done = new Map<string, GuardAnalysis | "unknown">();
  return ({ guard, scope }) => {
    if (guard.reads.some(({ question }) => question.kind === "predicate"))
      return analyzeGuard(guard.node, scope.analysable);
    const text = `${scope.owner} ${JSON.stringify(guard.node)}`;
    const analysis = done.get(text) ?? analyzeGuard(guard.node, scope.analysable);
    done.set(text, analysis);
    return analysis;
  };
}

function variablesScope({ id, variables }: Graph): GuardScope {
  const { domains, schema, problems } = variables;
  const unusable = problems.some(({ place }) => place === "variables");
  const required = schema === null ? [] : lookup(jsonSchemaOf(schema, "output"), "required");
  return guardScope({ noun: "variable", owner: `graph "${id}"` }, unusable ? null : domains, required);
}

function meant(name: string, known: Readonly<Record<string, unknown>>): string | null {
  return Object.hasOwn(known, name) ? name : suggestName(name, Object.keys(known));
}

function oncePerKey<Key, Value>(work: (key: Key) => Value): (key: Key) => Value {
  const done = new Map<Key, Value>();
  return (key) => {
    const known = done.get(key);
    if (known !== undefined) return known;
    const value = work(key);
    done.set(key, value);
    return value;
  };
}
