import { agentsOf, type Graph, guardrailsFor } from "../../../src/graph/graph.ts";
import { lookup } from "../../../src/json.ts";
import type { DecodedCall } from "../../../src/machine/call-request.ts";
import type { ModelReplied, Verdict } from "../../../src/machine/event.ts";

/** What a model said, and what the guardrails made of it: the part of its answer that is the same at any time. */
export type Answer = Pick<ModelReplied, "calls" | "output" | "text"> & { readonly verdicts: readonly Verdict[] };

/**
 * Every answer of an agent's model with so many calls at most, in any order: to all that the agent may call and to much
 * that it may not, in the form that is asked for or not, and what its guardrails can say of that.
 */
export function possibleAnswers(graph: Graph, agent: string, mostCalls: number): readonly Answer[] {
  const own = ownCalls(graph, agent);
  const single = [...own, ...foreignCalls(graph, agent)].map((call) => [call]);
  const calls = [...single, ...sequences(own, mostCalls).filter(({ length }) => length > 1)];
  const [none, ...one] = [[], ...own.map((call) => [call])];
  return [
    ...formsOf(graph, agent).map((form) => ({ ...silent, ...form })),
    ...calls.map((asked) => ({ ...silent, calls: asked })),
    ...guardrailsFor(graph, agent, "output").flatMap(({ name }) => [
      { ...silent, verdicts: [{ guardrail: name, on: "output", outcome: "rewritten", value: "…" }] as const },
      ...[none, ...one].map((asked) => ({ ...silent, calls: asked, verdicts: [tripped(name, "output")] })),
    ]),
    ...guardrailsFor(graph, agent, "arguments")
      .filter(({ tools }) => lookup(graph.agents, agent)?.tools.some((tool) => tools?.includes(tool) ?? true))
      .flatMap(({ name }) =>
        [none, ...(mostCalls > 1 ? one : [])].map((asked) => ({
          ...silent,
          calls: [rejected("guardrail"), ...asked],
          verdicts: [tripped(name, "arguments")],
        })),
      ),
  ];
}

const silent: Answer = { text: "…", calls: [], verdicts: [] };

function formsOf(graph: Graph, agent: string): readonly Pick<ModelReplied, "output">[] {
  const isFormed = lookup(graph.agents, agent)?.output !== null;
  return isFormed ? [{ output: { value: null } }, { output: { problems: ["…"] } }] : [{}];
}

/** What the agent's definition speaks of, and one call that is none. */
function ownCalls(graph: Graph, name: string): readonly DecodedCall[] {
  const { tools = [], handoffs = {} } = lookup(graph.agents, name) ?? {};
  const others = agentsOf(graph).filter((agent) => agent.name !== name);
  return [
    ...tools.flatMap((tool) => toolCalls(graph, tool)),
    ...Object.keys(handoffs).map(handoffTo),
    ...others.map(
      ({ name: to }): DecodedCall => ({ ...plain, name: `return_to_${to}`, kind: "return", to, input: {} }),
    ),
    { ...plain, name: "end_conversation", kind: "end", input: {} },
    { ...plain, name: "ask_user", kind: "question", question: "Which?" },
    rejected("unknown_tool"),
  ];
}

/** The tools and the edges of others. */
function foreignCalls(graph: Graph, name: string): readonly DecodedCall[] {
  const { tools = [], handoffs = {} } = lookup(graph.agents, name) ?? {};
  return [
    ...Object.keys(graph.tools)
      .filter((tool) => !tools.includes(tool))
      .flatMap((tool) => toolCalls(graph, tool)),
    ...agentsOf(graph).flatMap(({ name: to }) => (Object.hasOwn(handoffs, to) ? [] : [handoffTo(to)])),
  ];
}

/** A call of a tool; where it depends on the arguments whether a person is asked, both. */
function toolCalls(graph: Graph, tool: string): readonly DecodedCall[] {
  const kind = lookup(graph.tools, tool)?.approval.kind ?? "never";
  const approvals = { never: [false], always: [true], when: [false, true] } as const;
  return approvals[kind].map((approval) => ({ ...plain, name: tool, kind: "tool", tool, input: {}, approval }));
}

function handoffTo(to: string): DecodedCall {
  return { ...plain, name: `handoff_to_${to}`, kind: "handoff", to, input: {} };
}

function rejected(code: "unknown_tool" | "guardrail"): DecodedCall {
  return { ...plain, name: "nothing", kind: "rejected", code, message: "No.", handoff: false, to: null };
}

const plain = { id: null, arguments: "{}" } as const;

function tripped(guardrail: string, on: Verdict["on"]): Verdict {
  return { guardrail, on, outcome: "tripped", reason: "…" };
}

/** All sequences of at most so many. */
function sequences<Item>(items: readonly Item[], most: number): readonly (readonly Item[])[] {
  if (most === 0) return [[]];
  return [[], ...items.flatMap((item) => sequences(items, most - 1).map((rest) => [item, ...rest]))];
}
