import type { Finding, Place } from "../diagnostic.ts";
import type { GraphFacts } from "../graph-facts.ts";

/** Judges the declaration of the variables, and whether they are used. */
export function* variableRules(facts: GraphFacts): Generator<Finding> {
  yield* problems(facts);
  yield* optional(facts);
  yield* unused(facts);
}

function* problems({ graph }: GraphFacts): Generator<Finding> {
  for (const { place, problem } of graph.variables.problems) {
    yield place === "variables"
      ? {
          code: "unusable-variables",
          path: ["variables"],
          message: `The variables of graph "${graph.id}" cannot be used: ${problem}.`,
          hint: "Declare them as an object schema of scalars, enums and nullable ones.",
        }
      : {
          code: "unusable-initial",
          path: ["initial"],
          message: `The initial values of graph "${graph.id}" cannot be used: ${problem}.`,
          hint: "Give each variable a value that fits its schema, or a default in the schema.",
        };
  }
}

function* optional({ variables }: GraphFacts): Generator<Finding> {
  for (const name of variables.optional) {
    yield {
      code: "optional-variable",
      path: ["variables", name],
      message: `The variable "${name}" may be absent, and no guard can ask whether it is.`,
      hint: "Make it nullable instead of optional, and null at first.",
    };
  }
}

function* unused({ graph, handoffs, variables, guards, meantVariable }: GraphFacts): Generator<Finding> {
  if (variables.domains === null) return;
  const names = [
    ...Object.values(graph.tools).flatMap(({ writes }) => writes),
    ...handoffs.flatMap(({ set }) => Object.keys(set)),
  ];
  const written = new Set(names.map(meantVariable));
  const readers = readersByVariable(guards);
  for (const name of Object.keys(variables.domains)) {
    if (written.has(name)) continue;
    const places = readers.get(name) ?? [];
    yield places.length > 0 ? constant(name, places, graph.variables.initial) : idle(name);
  }
}

function readersByVariable(guards: GraphFacts["guards"]): ReadonlyMap<string, Place[]> {
  const readers = new Map<string, Place[]>();
  for (const { guard, path, role } of guards) {
    if (role === "approval") continue;
    for (const name of new Set(guard.reads.map(({ variable }) => variable))) {
      const places = readers.get(name) ?? [];
      places.push(path);
      readers.set(name, places);
    }
  }
  return readers;
}

function constant(name: string, readers: readonly Place[], initial: Readonly<Record<string, unknown>>): Finding {
  const guards = readers.length === 1 ? "A guard reads" : `${readers.length} guards read`;
  const value = Object.hasOwn(initial, name) ? ` of ${JSON.stringify(initial[name])}` : "";
  return {
    code: "constant-variable",
    path: ["variables", name],
    message: `${guards} "${name}", but no tool and no handoff writes it, so it keeps its initial value${value}.`,
    hint: "Declare it in the `writes` of the tool that finds it out, or in the `set` of a handoff.",
    related: readers,
  };
}

function idle(name: string): Finding {
  return {
    code: "unused-variable",
    path: ["variables", name],
    message: `No guard reads "${name}", and no tool and no handoff writes it.`,
    hint: "Keep it if functions read it, remove it if they do not.",
  };
}
