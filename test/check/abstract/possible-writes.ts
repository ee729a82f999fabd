import type { Graph } from "../../../src/graph/graph.ts";
import { parseWith } from "../../../src/graph/schema.ts";
import type { VariableDomain } from "../../../src/graph/variables.ts";
import { type JsonObject, type JsonValue, lookup } from "../../../src/json.ts";

/** What a tool may write: nothing, each value of each variable by itself, and one of all at once. */
export function possibleWrites(graph: Graph, tool: string): readonly JsonObject[] {
  const { schema, domains, initial } = graph.variables;
  const each = (lookup(graph.tools, tool)?.writes ?? []).flatMap((name) =>
    valuesOf(lookup(domains, name)).map((value) => ({ [name]: value })),
  );
  const isTaken = (set: JsonObject): boolean => {
    const parsed = schema === null ? null : parseWith(schema, { ...initial, ...set });
    return parsed !== null && !(parsed instanceof Promise) && parsed.ok;
  };
  const taken = each.filter(isTaken);
  return [{}, ...taken, Object.assign({}, ...taken)];
}

/** All values of a variable where they are few, some of each kind where not; the schema decides which are any. */
function valuesOf(domain: VariableDomain | undefined): readonly JsonValue[] {
  const { values = null, minimum = null, maximum = null } = domain ?? {};
  if (values !== null) return [...values, null];
  const few = minimum !== null && maximum !== null && maximum - minimum <= 20;
  const numbers = few ? Array.from({ length: maximum - minimum + 1 }, (_, index) => minimum + index) : someNumbers;
  return [...numbers, true, false, "", "something", null];
}

const someNumbers: readonly number[] = [-1, 0, 0.5, 1, 2, 10, 99, 100, 101, 250, 1_000, 1_000_000];
