import type { Schema } from "../../graph/schema.ts";
import type { Finding, Place } from "../diagnostic.ts";
import type { GraphFacts } from "../graph-facts.ts";
import { strictProblems } from "../strict-problems.ts";

/** Judges the schemas of what models fill in: the inputs of tools and handoffs. One finding for each schema. */
export function* inputRules(facts: GraphFacts): Generator<Finding> {
  for (const [schema, places] of placesBySchema(facts)) {
    const finding = judge(facts.inputSchema(schema), places);
    if (finding !== null) yield finding;
  }
}

interface InputPlace {
  readonly path: Place;
  /** For messages: `the tool "look"`. */
  readonly subject: string;
}

function placesBySchema({ graph, handoffs }: GraphFacts): ReadonlyMap<Schema, readonly InputPlace[]> {
  const places = new Map<Schema, InputPlace[]>();
  const add = (schema: Schema | null, place: InputPlace): void => {
    if (schema === null) return;
    const known = places.get(schema);
    if (known === undefined) places.set(schema, [place]);
    else known.push(place);
  };
  for (const [name, { input }] of Object.entries(graph.tools)) {
    add(input, { path: ["tools", name, "input"], subject: `the tool "${name}"` });
  }
  for (const { from, to, input } of handoffs) {
    add(input, {
      path: ["agents", from, "handoffs", to, "input"],
      subject: `the handoff from "${from}" to "${to}"`,
    });
  }
  return places;
}

function judge(
  schema: ReturnType<GraphFacts["inputSchema"]>,
  [place, ...others]: readonly InputPlace[],
): Finding | null {
  if (place === undefined) return null;
  const { path, subject } = place;
  const found = { path, ...(others.length > 0 && { related: others.map((other) => other.path) }) };
  if (typeof schema.unsupported === "string") {
    return {
      ...found,
      code: "input-without-json-schema",
      message: `The input of ${subject} has no JSON Schema that a model could be shown: ${schema.unsupported}.`,
      hint: "Use types that JSON has: a string for a date, a list for a set.",
    };
  }
  if (!("type" in schema) || schema.type !== "object") {
    return {
      ...found,
      code: "input-not-object",
      message: `The input of ${subject} is not an object, but arguments of calls always are.`,
      hint: "Make it a property of an object.",
    };
  }
  const [problem] = strictProblems(schema);
  if (problem === undefined) return null;
  return {
    ...found,
    code: "input-not-strict",
    message: `The input of ${subject} cannot be held to its schema by a provider's strict mode: ${problem.place} ${problem.reason}.`,
    hint: "Name every property and its type if you use strict mode; without it, this works as it is.",
  };
}
