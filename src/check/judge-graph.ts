import type { Graph } from "../graph/graph.ts";
import { deriveModel } from "./abstract/derive-model.ts";
import { asksForSaying, withChatter, withoutChatter } from "./chatter.ts";
import { compileProperty } from "./compile-property.ts";
import type { Exploration } from "./engine/exploration.ts";
import type { Property } from "./engine/property.ts";
import type { GraphProperty } from "./graph-property.ts";
import type { Judged } from "./graph-result.ts";
import { judgeLeak } from "./judge-leak.ts";
import { judgeModel } from "./judge-model.ts";
import type { Look, View } from "./look.ts";
import { createReplayer } from "./replay-evidence.ts";
import { withoutStall, withStalls } from "./stall.ts";

/** What was explored to judge properties, and what it says about each of them, in their order. */
export interface JudgedGraph {
  readonly exploration: Exploration;
  readonly judged: readonly Judged[];
}

/**
 * Explores a graph's model and judges properties on it, which have been judged themselves. Most of them need only what the machine can do; what must happen in
 * the end, and who says something how often, is asked of models with more commands.
 */
export function judgeGraph(graph: Graph, asked: readonly GraphProperty[], look: Look): JudgedGraph {
  const abstraction = withStalls(withChatter(deriveModel(graph, look.abstraction, look.guards)));
  const { model } = abstraction;
  const quiet = withoutChatter(model, abstraction);
  const kinds = new Map(asked.map(({ name, kind }) => [name, kind]));
  const view: View = { look, abstraction, kinds, replay: createReplayer(abstraction) };
  const leaks = asked.filter((property) => property.kind === "leaksNot");
  const properties = asked.flatMap((property) =>
    property.kind === "leaksNot" ? [] : [compileProperty(abstraction, property)],
  );
  const saying = new Set(asked.filter(asksForSaying).map(({ name }) => name));
  const live = properties.filter(isLive);
  const chatty = properties.filter((property) => !isLive(property) && saying.has(property.name));
  const others = properties.filter((property) => !live.includes(property) && !chatty.includes(property));
  const { exploration, judged } = judgeModel(view, withoutStall(quiet), others);
  const found = [
    ...judged,
    ...(live.length === 0 ? [] : judgeModel(view, quiet, live).judged),
    ...(chatty.length === 0 ? [] : judgeModel(view, withoutStall(model), chatty).judged),
    ...leaks.map((leak) => judgeLeak(view, leak)),
  ];
  return { exploration, judged: asked.flatMap(({ name }) => found.filter(({ result }) => result.name === name)) };
}

/** What must happen in the end is asked of runs in which nothing may happen any more: whoever is not fair may stall for ever. */
function isLive({ kind }: Property): boolean {
  return kind === "leadsTo" || kind === "eventually";
}
