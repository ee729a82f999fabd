import { InternalError } from "../errors.ts";
import type { Graph } from "../graph/graph.ts";
import type { GuardNode } from "../graph/guard.ts";
import type { LimitName } from "../machine/context.ts";
import type { MachineEvent } from "../machine/event.ts";
import { type Abstraction, deriveModel } from "./abstract/derive-model.ts";
import { followResult } from "./abstract/follow-result.ts";
import { type AbstractionOptions, uncountedOf } from "./abstract/layout.ts";
import { isAssumption } from "./abstract/move.ts";
import { blameOf } from "./blame.ts";
import { asksForSaying, withChatter, withoutChatter } from "./chatter.ts";
import { assumedMoves, compileProperty } from "./compile-property.ts";
import { type CheckOptions, checkExplored, checkModel, seekWithout } from "./engine/check-model.ts";
import type { Exploration } from "./engine/exploration.ts";
import type { Owner } from "./engine/model.ts";
import type { Property } from "./engine/property.ts";
import type { Finding, PropertyResult, Strategy, Verdict } from "./engine/result.ts";
import type { GraphProperty } from "./graph-property.ts";
import { createReplayer, type Replay, type Replayer } from "./replay-evidence.ts";
import { replayIdOf } from "./replay-id.ts";
import { withoutStall, withStalls } from "./stall.ts";
import { type GraphStrategy, strategyOf } from "./strategy.ts";
import { type Trace, traceOf } from "./trace.ts";
import { refuseMistakes } from "./validate-property.ts";

/** What was found about one property. */
export interface GraphResult {
  readonly name: string;
  readonly kind: GraphProperty["kind"];
  /** Whether every graph is asked this. */
  readonly isDefault: boolean;
  readonly verdict: Verdict;
  /** A shortest conversation that shows it: of a violation, and of what can be reached. */
  readonly trace: Trace | null;
  /** Of a trace: whether the compiled machine goes the same way; `assumes` where it depends on what is not counted. */
  readonly replayed: "real" | "assumes" | "spurious" | null;
  /** Of a violation: its conversation in a few characters, for {@link replayTrace} and `handoff replay`. */
  readonly replayId: string | null;
  /** Of a violation: what the compiled machine was driven by when it was replayed. */
  readonly events: readonly MachineEvent[];
  /** The handoffs without which the property holds. */
  readonly blame: readonly { readonly from: string; readonly to: string }[];
  /** Of `worst` the most there can be, of `canAlways` what the trap is. */
  readonly finding: Exclude<Finding, Strategy> | null;
  /** How the others keep a goal away that somebody shall be able to force. */
  readonly strategy: GraphStrategy | null;
  /** The budgets that were counted to answer it. */
  readonly counted: readonly LimitName[];
}

/** How a graph is looked at. */
export interface Look {
  readonly abstraction: Required<AbstractionOptions>;
  readonly engine: CheckOptions;
  /** What all properties ask about variables: a model keeps it apart whichever of them it is for. */
  readonly guards: readonly GuardNode[];
  readonly isDefault: (name: string) => boolean;
  /** Whether it was looked at before, with less counted. */
  readonly isAgain: boolean;
}

/** A result, and the budgets that would have to be counted for it to rest on less. */
export interface Judged {
  readonly result: GraphResult;
  readonly rests: readonly LimitName[];
}

/** One exploration, and what it says about each property, in their order. */
export function judgeGraph(
  graph: Graph,
  asked: readonly GraphProperty[],
  look: Look,
): { readonly exploration: Exploration; readonly judged: readonly Judged[] } {
  const abstraction = withStalls(withChatter(deriveModel(graph, look.abstraction, look.guards)));
  const { model } = abstraction;
  const quiet = withoutChatter(model, abstraction);
  const leaks = asked.filter((property) => property.kind === "leaksNot");
  const properties = asked.flatMap((property) =>
    property.kind === "leaksNot" ? [] : [compileProperty(abstraction, property)],
  );
  const saying = new Set(asked.filter(asksForSaying).map(({ name }) => name));
  const live = properties.filter(isLive);
  const chatty = properties.filter((property) => !isLive(property) && saying.has(property.name));
  const others = properties.filter((property) => !live.includes(property) && !chatty.includes(property));
  const report = checkModel(withoutStall(quiet), others, look.engine);
  const kinds = new Map(asked.map(({ name, kind }) => [name, kind]));
  const view: View = { look, abstraction, kinds, replay: createReplayer(abstraction), exploration: report.exploration };
  const found = new Map(judge(view, others, report.results));
  const plain = new Map(withoutAssumptions(view, others, found));
  for (const [part, looked] of [
    [live, quiet],
    [chatty, withoutStall(model)],
  ] as const) {
    if (part.length === 0) continue;
    const { exploration, results } = checkModel(looked, part, look.engine);
    const partView = { ...view, exploration };
    for (const [property, judged] of judge(partView, part, results)) found.set(property, judged);
    for (const [property, judged] of withoutAssumptions(partView, part, found)) plain.set(property, judged);
  }
  const told = [...properties.flatMap((property) => plain.get(property) ?? found.get(property) ?? [])];
  const leaking = leaks.map((property) => judgeLeak(view, property));
  const judged = asked.flatMap(({ name }) => [...told, ...leaking].filter(({ result }) => result.name === name));
  return { exploration: report.exploration, judged };
}

interface View {
  readonly look: Look;
  readonly abstraction: Abstraction;
  /** Of which kind each property is, by name: some are asked as others. */
  readonly kinds: ReadonlyMap<string, GraphProperty["kind"]>;
  readonly replay: Replayer;
  readonly exploration: Exploration;
}

/** Whether an agent is shown the results of a tool: asked of a model that tells where they stand. */
function judgeLeak(view: View, leak: Extract<GraphProperty, { kind: "leaksNot" }>): Judged {
  const { abstraction, look } = view;
  refuseMistakes(abstraction.layout, leak);
  const { model, shown } = followResult(abstraction, leak);
  const property: Property = { name: leak.name, kind: "never", what: shown };
  const { exploration, results } = checkModel(
    withoutStall(withoutChatter(model, abstraction)),
    [property],
    look.engine,
  );
  const [judged] = judge({ ...view, exploration }, [property], results).values();
  if (judged === undefined) throw new InternalError(`Nothing was found about the property "${leak.name}".`);
  return judged;
}

/** What the engine has found of these properties, told as conversations. */
function judge(
  view: View,
  properties: readonly Property[],
  results: readonly PropertyResult[],
): ReadonlyMap<Property, Judged> {
  return new Map(
    properties.flatMap((property, index) => {
      const result = results[index];
      return result === undefined ? [] : [[property, judgedOf(view, property, result)] as const];
    }),
  );
}

function judgedOf(view: View, property: Property, result: PropertyResult): Judged {
  const { look, abstraction, exploration, kinds } = view;
  const { name, verdict, evidence, finding } = result;
  const kind = kinds.get(name) ?? "never";
  const replayed = replayOf(view, result);
  const strategy = finding?.kind === "strategy" ? strategyOf(abstraction, finding, forcing(property)) : null;
  const isBroken = verdict === "violated" && evidence !== null;
  return {
    result: {
      name,
      kind,
      isDefault: look.isDefault(name),
      verdict,
      trace: evidence === null ? null : traceOf(abstraction, evidence),
      replayed: replayed?.outcome ?? null,
      replayId: isBroken ? replayIdOf(abstraction, evidence) : null,
      events: isBroken ? (replayed?.events ?? []) : [],
      blame: isBroken ? blameOf(abstraction, { property, evidence, exploration, options: look.engine }) : [],
      finding: finding?.kind === "strategy" ? null : finding,
      strategy,
      counted: look.abstraction.counted,
    },
    rests: restsOf(view, property, { result, replayed }),
  };
}

/** Where little is counted more can be reached: no proof of what can always be reached, which needs all of it counted. */
function restsOf(
  { abstraction, exploration, look }: View,
  property: Property,
  { result, replayed }: { readonly result: PropertyResult; readonly replayed: Replay | null },
): readonly LimitName[] {
  if (property.kind !== "canAlways") return replayed?.rests ?? [];
  const uncounted = uncountedOf(abstraction.layout);
  if (result.verdict !== "holds" || uncounted.length === 0) return replayed?.outcome === "assumes" ? uncounted : [];
  const unaided = { ...property, unaided: assumedMoves(abstraction) };
  const [again] = checkExplored(exploration, [unaided], look.engine);
  return again?.verdict === "holds" ? [] : uncounted; // that it comes about by a budget is only known when it is counted
}

/** A strategy is no single run that could be replayed: it rests on what is not counted, as far as one more budget tells. */
function replayOf({ abstraction, replay }: View, { evidence, finding }: PropertyResult): Replay | null {
  if (evidence === null) return null;
  const uncounted = uncountedOf(abstraction.layout);
  if (finding?.kind !== "strategy" || uncounted.length === 0) return replay(evidence);
  return { ...replay(evidence), outcome: "assumes", rests: uncounted.slice(0, 1) };
}

/**
 * What is reached by a conversation that assumes something may be reached by a longer one that assumes nothing: the one is
 * as good an answer, and nothing need be counted for it. So is a violation by one that is no longer, and is still shortest.
 */
function withoutAssumptions(
  view: View,
  properties: readonly Property[],
  found: ReadonlyMap<Property, Judged>,
): ReadonlyMap<Property, Judged> {
  const { abstraction, exploration, look } = view;
  if (look.isAgain) return new Map();
  const isGone = (command: number): boolean => isAssumption(abstraction.moves[command]?.assumes);
  const sought = properties.filter(
    (property) =>
      found.get(property)?.result.replayed === "assumes" &&
      isShown(property, found.get(property)?.result.verdict) &&
      !("what" in property && property.what.kind === "event" && property.what.commands.every(isGone)),
  );
  if (sought.length === 0) return new Map();
  const judged = judge(view, sought, seekWithout(exploration, sought, { isGone, options: look.engine }));
  return new Map(
    [...judged].flatMap(([property, { result }]) => {
      const known = found.get(property)?.result;
      const isShortest = result.verdict !== "violated" || result.trace?.steps.length === known?.trace?.steps.length;
      const isBetter = isShown(property, result.verdict) && result.replayed === "real" && isShortest;
      return isBetter ? [[property, { result, rests: [] }] as const] : [];
    }),
  );
}

/** Whether one conversation shows the answer: what is reached, or violated. */
function isShown({ kind }: Property, verdict: Verdict | undefined): boolean {
  return kind === "reachable" ? verdict === "holds" : verdict === "violated" && breakable.includes(kind);
}

const breakable: readonly Property["kind"][] = ["always", "never", "at", "before", "atMost"];

/** What must happen in the end is asked of runs in which nothing may happen any more: whoever is not fair may stall for ever. */
function isLive({ kind }: Property): boolean {
  return kind === "leadsTo" || kind === "eventually";
}

/** Those who shall be able to force something. */
function forcing(property: Property): readonly Owner[] {
  return property.kind === "canForce" ? property.owners : [];
}
