import fc from "fast-check";
import { defineGraph, type Graph, validateGraph } from "handoff-machine";
import { type LooseAgent, type LooseRule, looseAgents } from "./agents.ts";
import { check } from "./checks.ts";
import { values, variables } from "./guards.ts";
import { ends, entries, guardrails, type LooseGuardrail, limits, prices } from "./rules.ts";
import { toolSets } from "./tools.ts";

const names = ["ann", "bob", "cid", "dot", "eve"] as const;

/** Random graphs of one to five agents that compile: everything that a definition can say occurs. */
export const graphs: fc.Arbitrary<Graph> = fc
  .record({
    agents: fc.array(looseAgents, { minLength: 1, maxLength: 5 }),
    tools: toolSets,
    initial: values,
    limits,
    onLimit: fc.constantFrom("askUser" as const, "fail" as const, "handoff" as const),
    entry: entries,
    whilePending: fc.constantFrom("stage" as const, "withdraw" as const),
    severalHandoffs: fc.constantFrom("first" as const, "refuseAll" as const),
    ends,
    guardrails,
    retry: fc.record({ attempts: fc.nat(2), baseDelay: fc.nat(20) }, { requiredKeys: [] }),
    delegationDepth: fc.constantFrom(1, 1, 2, 3),
  })
  .map(({ agents, onLimit, entry, guardrails: loose, ...rest }) => {
    const named = names.slice(0, agents.length);
    const name = (index: number): string => named[index % named.length] ?? "ann";
    const definition = {
      id: "random",
      start: "ann",
      variables,
      prices,
      ...rest,
      ends: rest.ends.map((end) => namedEnd(end, name)),
      entry: typeof entry === "string" ? entry : entry.map(([guarded, agent]) => ({ ...guarded, agent: name(agent) })),
      onLimit: onLimit === "handoff" ? { handoff: name(agents.length - 1) } : onLimit,
      guardrails: Object.fromEntries(loose.map((one, index) => [`g${index}`, namedGuardrail(one, name)])),
      agents: Object.fromEntries(agents.map((agent, index) => [name(index), namedAgent(agent, { index, name })])),
    };
    return defineGraph(definition as never) as Graph; // its names are data, which the types cannot follow
  })
  .filter((graph) => validateGraph(graph).every(({ severity }) => severity !== "error"));

type Name = (index: number) => string;

function namedAgent(agent: LooseAgent, { index, name }: { readonly index: number; readonly name: Name }): object {
  const others = agent.edges.filter(({ to }) => name(to) !== name(index));
  const handoffs = Object.fromEntries(others.map(({ to, handoff }) => [name(to), handoff]));
  const description = `Does ${index}.`;
  if (agent.kind === "human") return { kind: "human", description, handoffs };
  const rules = (loose: readonly LooseRule[]): readonly object[] =>
    loose.flatMap(([guarded, way]): readonly object[] => {
      if (!("to" in way)) return [{ ...guarded, ...way }];
      return name(way.to) === name(index) ? [] : [{ ...guarded, to: name(way.to) }];
    });
  const { tools, routes, afterReply, options } = agent;
  const ways = { handoffs, routes: rules(routes), afterReply: rules(afterReply) };
  return { kind: "model", description, instructions: "Act.", tools, ...ways, ...options };
}

/** A condition that names agents by their numbers, with their names. */
function namedEnd(end: object, name: Name): object {
  return Object.fromEntries(
    Object.entries(end).map(([key, value]) => {
      if (key === "agents") return ["agent", name(value)];
      if (Array.isArray(value)) return [key, value.map((one) => namedEnd(one, name))];
      return [key, key === "session" ? namedEnd(value, name) : value];
    }),
  );
}

function namedGuardrail({ on, agents, tools, beside, onTrip, onError, say }: LooseGuardrail, name: Name): object {
  const ofTools = on === "arguments" || on === "result";
  return {
    on,
    check,
    onError,
    say,
    ...(agents === null ? {} : { agents: [...new Set(agents.map(name))] }),
    ...(tools === null || !ofTools ? {} : { tools }),
    ...(on === "input" ? { beside } : {}),
    onTrip:
      typeof onTrip === "object" && "to" in onTrip
        ? { to: name(onTrip.to) }
        : onTrip === "retry" && on !== "output"
          ? "refuse"
          : onTrip,
  };
}
