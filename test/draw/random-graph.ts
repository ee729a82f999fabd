import fc from "fast-check";
import { z } from "zod";
import { defineGraph } from "../../src/graph/define-graph.ts";
import type { Graph } from "../../src/graph/graph.ts";
import type { Guard } from "../../src/graph/guard.ts";
import { guardLabel } from "../../src/graph/guard-label.ts";
import { parseGuard } from "../../src/graph/parse-guard.ts";

/** An arrow that a definition declares: what every drawing must show, and nothing else. */
export interface DeclaredArrow {
  readonly kind: "handoff" | "delegation" | "route" | "limit" | "end";
  readonly from: string | null;
  readonly to: string | null;
  readonly guard: string | null;
  readonly notes: readonly string[];
}

/** A graph, and the arrows read off its definition. */
export interface RandomGraph {
  readonly graph: Graph;
  readonly arrows: readonly DeclaredArrow[];
}

interface Values {
  readonly verified: boolean;
  readonly plan: "free" | "pro";
  readonly amount: number;
  readonly note: string;
}

interface Declared {
  readonly to: string;
  readonly when: Guard<Values> | undefined;
  readonly approval: boolean;
  readonly maxTimes: number | undefined;
  readonly delegate: boolean;
  readonly payload: boolean;
}

/** Names and texts that mean something to Mermaid, Markdown, HTML or a terminal. */
const hostile = [
  "end",
  "graph",
  "default",
  "class",
  "style",
  "o",
  "1. x",
  "- x",
  "a b",
  "a_b",
  "_a_",
  'say "hi"',
  "<b>",
  "#35;",
  "style: #a;",
  "classDef x:#a;",
  "%%{init}%%",
  "`code`",
  "*a*",
  "$$x$$",
  "a|b",
  "[a]",
  "{a}",
  "(a)",
  "a\\b",
  "é → ≤",
  "&amp;",
  "constructor",
];

const name = fc.constantFrom(...hostile);

const guard: fc.Arbitrary<Guard<Values>> = fc.letrec<{ guard: Guard<Values> }>((tie) => ({
  guard: fc.oneof(
    { maxDepth: 2 },
    fc.constant({ verified: true }),
    fc.constant({}),
    fc.constant<Guard<Values>>({ plan: ["free", "pro"] }),
    fc.constant<Guard<Values>>({ plan: { not: "pro" }, amount: { atMost: 500, moreThan: 3 } }),
    name.map((note) => ({ note })),
    fc.constant<Guard<Values>>({ predicate: { name: "isRich", reads: ["amount"], test: ({ amount }) => amount > 9 } }),
    fc.record({ any: fc.array(tie("guard"), { maxLength: 3 }) }),
    fc.record({ all: fc.array(tie("guard"), { maxLength: 2 }) }),
    fc.record({ not: tie("guard") }),
  ),
})).guard;

/** Graphs of every kind, valid or not in their names, with the arrows that they declare. */
export const randomGraph: fc.Arbitrary<RandomGraph> = fc
  .uniqueArray(name, { minLength: 1, maxLength: 6 })
  .chain((names) => {
    const target = fc.constantFrom(...names);
    const when = fc.option(guard, { nil: undefined });
    const handoff: fc.Arbitrary<Declared> = fc.record({
      to: target,
      when,
      approval: fc.boolean(),
      maxTimes: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
      delegate: fc.boolean(),
      payload: fc.boolean(),
    });
    const plain = fc.record({
      to: target,
      when: fc.constant(undefined),
      approval: fc.constant(false),
      maxTimes: fc.constant(undefined),
      delegate: fc.constant(false),
      payload: fc.constant(false),
    });
    const agent = fc.record({
      kind: fc.constantFrom("model" as const, "human" as const),
      handoffs: fc.uniqueArray(fc.oneof(plain, handoff), { selector: ({ to }) => to, maxLength: 6 }),
      routes: fc.array(fc.record({ to: target, when }), { maxLength: 2 }),
    });
    return fc.record({
      names: fc.constant(names),
      start: target,
      agents: fc.array(agent, { minLength: names.length, maxLength: names.length }),
      escalation: fc.option(target),
      ends: fc.array(fc.record({ outcome: name, when: guard }), { maxLength: 2 }),
    });
  })
  .map(({ names, start, agents, escalation, ends }) => {
    const variables = z.object({
      verified: z.boolean(),
      plan: z.enum(["free", "pro"]),
      amount: z.number(),
      note: z.string(),
    });
    const graph = defineGraph<string, never, typeof variables>({
      id: "random",
      start,
      variables,
      initial: { verified: false, plan: "free", amount: 0, note: "" },
      agents: Object.fromEntries(
        agents.map(({ kind, handoffs, routes }, index) => [
          names[index] ?? "",
          {
            kind,
            handoffs: Object.fromEntries(handoffs.map((declared) => [declared.to, definitionOf(declared)])),
            routes: routes.map(({ to, when: guarded }) => ({ to, ...(guarded && { when: guarded }) })),
          },
        ]),
      ),
      ...(escalation !== null && { onLimit: { handoff: escalation } }),
      ends,
    });
    const arrows: readonly DeclaredArrow[] = [
      ...agents.flatMap(({ handoffs, routes }, index): readonly DeclaredArrow[] => {
        const from = names[index] ?? "";
        return [
          ...handoffs.map((declared) => ({
            kind: declared.delegate ? ("delegation" as const) : ("handoff" as const),
            from,
            to: declared.to,
            guard: labelOf(declared.when),
            notes: notesOf(declared),
          })),
          ...routes.map((route) => ({
            kind: "route" as const,
            from,
            to: route.to,
            guard: labelOf(route.when),
            notes: [],
          })),
        ];
      }),
      ...(escalation === null
        ? []
        : [{ kind: "limit" as const, from: null, to: escalation, guard: null, notes: ["limit reached"] }]),
      ...ends.map((end) => ({
        kind: "end" as const,
        from: null,
        to: null,
        guard: labelOf(end.when),
        notes: [end.outcome],
      })),
    ];
    return { graph, arrows };
  });

const payload = z.object({ orderId: z.string(), reason: z.string().optional() });

function definitionOf({ when, approval, maxTimes, delegate, payload: hasPayload }: Declared): object {
  return {
    approval,
    ...(when !== undefined && { when }),
    ...(maxTimes !== undefined && { maxTimes }),
    ...(delegate && { mode: "delegate" }),
    ...(hasPayload && { input: payload }),
  };
}

function notesOf({ approval, maxTimes, payload: hasPayload }: Declared): readonly string[] {
  return [
    ...(approval ? ["needs approval"] : []),
    ...(maxTimes === undefined ? [] : [`at most ${maxTimes} ${maxTimes === 1 ? "time" : "times"}`]),
    ...(hasPayload ? ["{ orderId, reason? }"] : []),
  ];
}

function labelOf(when: Guard<Values> | undefined): string | null {
  return when === undefined ? null : guardLabel(parseGuard(when).node);
}
