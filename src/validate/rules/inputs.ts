import type { Agent } from "../../graph/graph.ts";
import type { Schema } from "../../graph/schema.ts";
import type { Finding, Place } from "../diagnostic.ts";
import type { GraphFacts } from "../graph-facts.ts";
import { strictProblems } from "../strict-problems.ts";

/**
 * Judges the schemas of what models fill in: the inputs of tools and handoffs, what delegations and sessions end
 * with, and answers. One finding for each schema.
 */
export function* inputRules(facts: GraphFacts): Generator<Finding> {
  const placesBySchema = Map.groupBy(schemaPlaces(facts), ({ schema }) => schema);
  for (const [schema, places] of placesBySchema) {
    const finding = judge(facts.inputSchema(schema), places);
    if (finding !== null) yield finding;
  }
}

interface SchemaPlace {
  readonly schema: Schema;
  readonly path: Place;
  /** For messages: `The input of the tool "look"`. */
  readonly subject: string;
  /** Whether it describes the arguments of a call. */
  readonly isArguments: boolean;
}

function* schemaPlaces({ graph, agents }: GraphFacts): Generator<SchemaPlace> {
  for (const [name, { input }] of Object.entries(graph.tools)) {
    if (input === null) continue;
    const subject = `The input of the tool "${name}"`;
    yield { schema: input, path: ["tools", name, "input"], subject, isArguments: true };
  }
  for (const agent of agents) {
    yield* schemasOfHandoffs(agent);
    if (agent.kind === "model") yield* schemasOfModel(agent);
  }
}

function* schemasOfHandoffs({ name, handoffs }: Agent): Generator<SchemaPlace> {
  for (const { to, input, mode, result } of Object.values(handoffs)) {
    const at = ["agents", name, "handoffs", to];
    if (input !== null) {
      const subject = `The input of the handoff from "${name}" to "${to}"`;
      yield { schema: input, path: [...at, "input"], subject, isArguments: true };
    }
    if (result !== null && mode === "delegate") {
      const subject = `The result of the delegation from "${name}" to "${to}"`;
      yield { schema: result, path: [...at, "result"], subject, isArguments: true };
    }
  }
}

function* schemasOfModel({ name, output, canEnd }: Agent): Generator<SchemaPlace> {
  const at = ["agents", name];
  if (output !== null) {
    const subject = `The output of agent "${name}"`;
    yield { schema: output, path: [...at, "output"], subject, isArguments: false };
  }
  const result = canEnd?.result ?? null;
  if (result === null) return;
  const subject = `The result with which agent "${name}" may end the session`;
  yield { schema: result, path: [...at, "canEnd", "result"], subject, isArguments: true };
}

function judge(schema: ReturnType<GraphFacts["inputSchema"]>, places: readonly SchemaPlace[]): Finding | null {
  if (typeof schema.unsupported === "string") {
    return foundAt(places, ({ subject }) => ({
      code: "input-without-json-schema",
      message: `${subject} has no JSON Schema that a model could be shown: ${schema.unsupported}.`,
      hint: "Use types that JSON has: a string for a date, a list for a set.",
    }));
  }
  const isObject = "type" in schema && schema.type === "object";
  const mistaken = isObject ? [] : places.filter(({ isArguments }) => isArguments);
  if (mistaken.length > 0) {
    return foundAt(mistaken, ({ subject }) => ({
      code: "input-not-object",
      message: `${subject} is not an object, but arguments of calls always are.`,
      hint: "Make it a property of an object.",
    }));
  }
  const [problem] = strictProblems(schema);
  if (problem === undefined) return null;
  return foundAt(places, ({ subject }) => ({
    code: "input-not-strict",
    message: `${subject} cannot be held to its schema by a provider's strict mode: ${problem.place} ${problem.reason}.`,
    hint: "Name every property and its type if you use strict mode; without it, this works as it is.",
  }));
}

/** A finding at the first of these places, related to the others. */
function foundAt(
  [place, ...others]: readonly SchemaPlace[],
  describe: (place: SchemaPlace) => Omit<Finding, "path" | "related">,
): Finding | null {
  if (place === undefined) return null;
  const related = others.map(({ path }) => path);
  return { ...describe(place), path: place.path, ...(related.length > 0 && { related }) };
}
