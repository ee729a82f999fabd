import type { DrawnPlace } from "../../src/draw/drawn-place.ts";
import type { AfterReplyDefinition, CanEndDefinition } from "../../src/graph/definition.ts";
import type { Guard } from "../../src/graph/guard.ts";
import { guardLabel } from "../../src/graph/guard-label.ts";
import type { GuardrailDefinition } from "../../src/graph/guardrail.ts";
import { parseGuard } from "../../src/graph/parse-guard.ts";
import type { Declared } from "./random-handoff.ts";
import type { Values } from "./random-words.ts";

/** An arrow that a definition declares: what every drawing must show, and nothing else. */
export interface DeclaredArrow {
  readonly kind:
    | "handoff"
    | "delegation"
    | "route"
    | "afterReply"
    | "endCall"
    | "guardrail"
    | "entry"
    | "limit"
    | "end";
  readonly from: DrawnPlace;
  readonly to: DrawnPlace;
  readonly guard: string | null;
  /** The name of a guardrail; the number of a rule where there are several. */
  readonly label: string | number | null;
  readonly notes: readonly string[];
}

/** A route, or a rule after a reply, as it is written. */
export type DeclaredWay = AfterReplyDefinition<string, Values>;

/** A guardrail as it is written. */
export type DeclaredGuardrail = GuardrailDefinition<string, string, Values>;

/** What of a definition leads somewhere. */
export interface DeclaredGraph {
  readonly names: readonly string[];
  readonly start: string;
  /** In the order of their names. */
  readonly agents: readonly {
    readonly kind: "model" | "human";
    readonly tools: readonly string[];
    readonly handoffs: readonly Declared[];
    readonly routes: readonly DeclaredWay[];
    readonly afterReply: readonly DeclaredWay[];
    readonly canEnd: true | CanEndDefinition<Values> | null;
  }[];
  readonly escalation: string | null;
  readonly entry: Entry;
  readonly guardrails: Readonly<Record<string, DeclaredGuardrail>>;
  readonly ends: readonly {
    readonly outcome: string;
    readonly when: Guard<Values>;
    /** Whether it also waits for many messages, and then whether it reads the guard at all. */
    readonly long: boolean;
    readonly guarded: boolean;
  }[];
}

const anyAgent: DrawnPlace = { kind: "anyAgent" };
const agent = (name: string): DrawnPlace => ({ kind: "agent", agent: name });
const end = (outcome: string): DrawnPlace => ({ kind: "end", outcome });

/**
 * Lists the arrows that a definition declares, in the order of drawings, but for the returns, which it does not declare. A
 * person has handoffs only.
 */
export function declaredArrows(graph: DeclaredGraph): readonly DeclaredArrow[] {
  const { names, start, agents, escalation, entry, guardrails, ends } = graph;
  return [
    ...entryArrows(start, entry),
    ...agents.flatMap((participant, index): readonly DeclaredArrow[] => {
      const from = names[index] ?? "";
      const handoffs = participant.handoffs.map((declared) => handoffArrow(from, declared));
      if (participant.kind === "human") return handoffs;
      return [
        ...handoffs,
        ...participant.routes.map((way, place, all) => wayArrow({ kind: "route", from, way, rank: rank(place, all) })),
        ...participant.afterReply.map((way, place, all) =>
          wayArrow({ kind: "afterReply", from, way, rank: rank(place, all) }),
        ),
        ...endCallArrows(from, participant.canEnd),
        ...Object.entries(guardrails).flatMap(([name, guardrail]) =>
          checks(guardrail, { name: from, tools: participant.tools })
            ? trippedArrows(agent(from), name, guardrail)
            : [],
        ),
      ];
    }),
    ...(escalation === null
      ? []
      : [{ kind: "limit", from: anyAgent, to: agent(escalation), guard: null, label: null, notes: [] } as const]),
    ...Object.entries(guardrails).flatMap(([name, guardrail]) =>
      isForAll(guardrail) ? trippedArrows(anyAgent, name, guardrail) : [],
    ),
    ...ends.map(({ outcome, when, long, guarded }) => ({
      kind: "end" as const,
      from: anyAgent,
      to: end(outcome),
      guard: endLabel(guarded || !long ? when : undefined, long),
      label: null,
      notes: [],
    })),
  ];
}

type Entry = "last" | "start" | readonly { readonly agent: string; readonly when?: Guard<Values> }[];

function entryArrows(start: string, entry: Entry): readonly DeclaredArrow[] {
  const rules = entry === "last" ? [] : entry === "start" ? [{ agent: start }] : entry;
  return rules.map((rule, index, all) => ({
    kind: "entry",
    from: { kind: "user" },
    to: agent(rule.agent),
    guard: labelOf("when" in rule ? rule.when : undefined),
    label: rank(index, all),
    notes: [],
  }));
}

function handoffArrow(from: string, { to, definition, notes }: Declared): DeclaredArrow {
  const kind = definition.mode === "delegate" ? "delegation" : "handoff";
  return { kind, from: agent(from), to: agent(to), guard: labelOf(definition.when), label: null, notes };
}

interface WayPlace {
  readonly kind: "route" | "afterReply";
  readonly from: string;
  readonly way: DeclaredWay;
  readonly rank: number | null;
}

function wayArrow({ kind, from, way, rank: label }: WayPlace): DeclaredArrow {
  const arrow = { kind, from: agent(from), guard: labelOf(way.when), label };
  if ("to" in way) return { ...arrow, to: agent(way.to), notes: [] };
  if ("end" in way) return { ...arrow, to: end(way.end), notes: [] };
  if ("ask" in way) {
    return { ...arrow, to: { kind: "user" }, notes: way.ask === "" ? [] : [`says ${JSON.stringify(way.ask)}`] };
  }
  const { maxTurns, prompt = "" } = way.stay;
  const turns = `at most ${maxTurns} turn${maxTurns === 1 ? "" : "s"}`;
  return { ...arrow, to: agent(from), notes: [turns, `told ${JSON.stringify(prompt)}`] };
}

function endCallArrows(from: string, canEnd: true | CanEndDefinition<Values> | null): readonly DeclaredArrow[] {
  if (canEnd === null) return [];
  const { when, outcome = "ended", result } = canEnd === true ? {} : canEnd;
  const notes = result === undefined ? [] : ["{ rating }"];
  return [{ kind: "endCall", from: agent(from), to: end(outcome), guard: labelOf(when), label: null, notes }];
}

function trippedArrows(from: DrawnPlace, name: string, { onTrip }: DeclaredGuardrail): readonly DeclaredArrow[] {
  if (typeof onTrip !== "object") return [];
  const to = "to" in onTrip ? agent(onTrip.to) : end(onTrip.end);
  return [{ kind: "guardrail", from, to, guard: null, label: name, notes: [] }];
}

function isForAll({ on, agents, tools: some }: DeclaredGuardrail): boolean {
  return agents === undefined && (some === undefined || on === "input" || on === "output");
}

function checks(
  guardrail: DeclaredGuardrail,
  { name, tools: own }: { name: string; tools: readonly string[] },
): boolean {
  const { on, agents, tools: some, onTrip } = guardrail;
  if (isForAll(guardrail) || (typeof onTrip === "object" && "to" in onTrip && onTrip.to === name)) return false;
  const hasTool = some === undefined || on === "input" || on === "output" || some.some((one) => own.includes(one));
  return hasTool && (agents === undefined || agents.includes(name));
}

function rank(index: number, all: readonly unknown[]): number | null {
  return all.length > 1 ? index + 1 : null;
}

function endLabel(when: Guard<Values> | undefined, long: boolean): string {
  const guard = labelOf(when);
  const isChoice = when !== undefined && parseGuard(when).node.kind === "any";
  const parts = [
    ...(guard === null ? [] : [long && isChoice ? `(${guard})` : guard]),
    ...(long ? ["messages ≥ 40"] : []),
  ];
  return parts.join(" and ");
}

function labelOf(when: Guard<Values> | undefined): string | null {
  return when === undefined ? null : guardLabel(parseGuard(when).node);
}
