import { type Agent, type Guardrail, guardrailsFor } from "../../graph/graph.ts";
import { lookup } from "../../json.ts";
import { returnTargets } from "../../machine/delegation.ts";
import { all, always } from "../engine/build-expression.ts";
import type { Predicate } from "../engine/expression.ts";
import { guardPredicate } from "./guard-predicate.ts";
import type { Layout } from "./layout.ts";
import type { ReplyShape } from "./move.ts";
import { canonical, type PendingCall } from "./pending.ts";

/** A reply that a model can give, and where it is possible. */
export interface PossibleReply {
  readonly shape: ReplyShape;
  readonly when: Predicate;
}

/**
 * All replies of an agent's model that make a difference: the model is an adversary, and calls whatever it likes. Calls
 * of tools come first, since their order does not matter; of several refused calls one stands for all.
 */
export function possibleReplies(layout: Layout, agent: Agent): readonly PossibleReply[] {
  const { graph, parallelCalls } = layout;
  const isCounted = layout.has("refusals");
  const choices = callChoices(layout, agent);
  const tools = choices.filter(({ call }) => call.kind === "tool");
  const transfers = choices.filter(({ call }) => call.kind !== "tool");
  const sets = combinations(tools, parallelCalls).flatMap((chosen) =>
    sequences(transfers, parallelCalls - chosen.length).map((wishes) => [...chosen, ...wishes]),
  );
  const plain = { refused: 0, form: null, stoppedBy: null } as const;
  const withCalls = sets
    .filter((set) => set.length > 0)
    // Of conversations of one length, the one with fewer calls is found first.
    .sort((one, other) => one.length - other.length)
    .map((set): PossibleReply => {
      const transfers = set.filter(({ call }) => call.kind !== "tool").length;
      const several = graph.severalHandoffs === "refuseAll" && transfers > 1;
      const calls = canonical(set.map(({ call }) => call).filter(({ kind }) => kind === "tool" || !several));
      return {
        shape: { ...plain, calls, refused: several ? (isCounted ? transfers : 1) : 0 },
        when: all(...set.map(({ when }) => when)),
      };
    });
  // How many calls are refused, and one beside other calls, makes a difference only where refusals are counted.
  const refusals = Array.from({ length: isCounted ? parallelCalls : 0 }, (_, index) => index + 1);
  const besides = withCalls.flatMap((reply) =>
    refusals
      .filter((more) => reply.shape.calls.length + reply.shape.refused + more <= parallelCalls)
      .map((more) => ({ ...reply, shape: { ...reply.shape, refused: reply.shape.refused + more } })),
  );
  return distinct([
    { shape: { ...plain, calls: [], form: agent.output === null ? null : "fits" }, when: always },
    ...(agent.output === null ? [] : [{ shape: { ...plain, calls: [], form: "unfit" as const }, when: always }]),
    ...(isCounted ? refusals : [1]).map((refused) => ({ shape: { ...plain, calls: [], refused }, when: always })),
    ...withCalls,
    ...besides,
    ...stoppingGuardrails(layout, agent).flatMap(({ name, on }) =>
      [0, ...refusals.filter((refused) => on === "output" || refused < parallelCalls)].map((refused) => ({
        shape: { ...plain, calls: [], refused, stoppedBy: name },
        when: always,
      })),
    ),
  ]);
}

interface CallChoice {
  readonly call: PendingCall;
  readonly when: Predicate;
}

function callChoices({ graph, variables }: Layout, agent: Agent): readonly CallChoice[] {
  const ready = (kind: PendingCall["kind"], name: string): CallChoice => ({
    call: { kind, name, status: "ready" },
    when: always,
  });
  return [
    ...agent.tools.flatMap((name): readonly CallChoice[] => {
      const tool = lookup(graph.tools, name);
      const when = guardPredicate(tool?.guard?.node ?? null, variables);
      const statuses = { never: ["ready"], always: ["asked"], when: ["ready", "asked"] } as const;
      return statuses[tool?.approval.kind ?? "never"].map((status) => ({ call: { kind: "tool", name, status }, when }));
    }),
    ...Object.keys(agent.handoffs).map((to) => ready("handoff", to)),
    ...returnTargets(graph)(agent.name).map((to) => ready("return", to)),
    ...(agent.canEnd === null ? [] : [ready("end", "")]),
    ...(agent.canAsk ? [ready("question", "")] : []),
  ];
}

/** The guardrails after which nothing of the reply happens. */
function stoppingGuardrails({ graph }: Layout, agent: Agent): readonly Guardrail[] {
  return [
    ...guardrailsFor(graph, agent.name, "output"),
    ...guardrailsFor(graph, agent.name, "arguments").filter(
      ({ onTrip, tools }) =>
        (onTrip.kind === "agent" || onTrip.kind === "end") && agent.tools.some((tool) => tools?.includes(tool) ?? true),
    ),
  ];
}

/** All multisets of at most so many, each once. */
function combinations<Item>(items: readonly Item[], most: number, from = 0): readonly (readonly Item[])[] {
  if (most === 0) return [[]];
  return [
    [],
    ...items.flatMap((item, index) =>
      index < from ? [] : combinations(items, most - 1, index).map((rest) => [item, ...rest]),
    ),
  ];
}

/** All sequences of at most so many. */
function sequences<Item>(items: readonly Item[], most: number): readonly (readonly Item[])[] {
  if (most <= 0) return [[]];
  return [[], ...items.flatMap((item) => sequences(items, most - 1).map((rest) => [item, ...rest]))];
}

function distinct(replies: readonly PossibleReply[]): readonly PossibleReply[] {
  const seen = new Set<string>();
  return replies.filter(({ shape }) => {
    const text = JSON.stringify(shape);
    if (seen.has(text)) return false;
    seen.add(text);
    return true;
  });
}
