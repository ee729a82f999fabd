import { finiteVariables } from "../check/abstract/finite-variables.ts";
import { mostRows } from "../check/abstract/guard-predicate.ts";
import { HandoffError, NotHereError, UsageError } from "../errors.ts";
import { evaluateGuard, predicateMisuse } from "../graph/evaluate-guard.ts";
import type { Graph } from "../graph/graph.ts";
import type { GuardNode, Variables } from "../graph/guard.ts";
import { type JsonValue, lookup, toJson } from "../json.ts";
import type { PredicateOutcome, PredicateTable } from "./graph-json.ts";

/** A predicate of a guard. */
export type PredicateNode = Extract<GuardNode, { readonly kind: "predicate" }>;

/** Asks a predicate about every combination of values that the checker asks it about, and about the initial ones. */
export function predicateTable(graph: Graph, node: PredicateNode): PredicateTable {
  const { initial } = graph.variables;
  const values = valuesOf(graph, node);
  const outcomes: PredicateOutcome[] = [];
  const indices = new Map<string, number>();
  const rows = (values === null ? [] : combinations(values)).map((row) => {
    const outcome = ask(node, row);
    const key = JSON.stringify(outcome);
    const index = indices.get(key) ?? outcomes.push(outcome) - 1;
    indices.set(key, index);
    return index;
  });
  const first = node.reads.map((name) => lookup(initial, name));
  const isKnown = first.every((value) => value !== undefined);
  return {
    reads: node.reads,
    values,
    rows,
    outcomes,
    initial: isKnown ? { values: first.map(toJson), outcome: ask(node, first) } : null,
  };
}

/**
 * What a predicate says of values, by its table.
 *
 * @throws {NotHereError} for values that are not in the table.
 */
export function tabulatedAnswer(place: string, tables: readonly PredicateTable[], view: Variables): boolean {
  const names = Object.keys(view);
  const table = tables.find(
    ({ reads }) => new Set(reads).size === names.length && reads.every((n) => names.includes(n)),
  );
  const asked = (table?.reads ?? names).map((name) => view[name]);
  const outcome = table === undefined ? undefined : outcomeOf(table, asked);
  if (outcome === undefined) throw notTabulated(place, view, table?.values === null);
  if (typeof outcome === "boolean") return outcome;
  if (outcome.isMisuse) throw new UsageError("bad_definition", { message: outcome.error });
  throw new HandoffError("predicate_failed", { message: outcome.error });
}

/** The finite values of what a predicate reads, by what it reads; `null` where there are none, or too many. */
function valuesOf(graph: Graph, node: PredicateNode): readonly (readonly JsonValue[])[] | null {
  try {
    const finite = finiteVariables(graph, [node]);
    const values = node.reads.map((name) => lookup(finite, name) ?? []);
    const count = values.reduce((product, { length }) => product * length, 1);
    return count > 0 && count <= mostRows ? values : null;
  } catch (error) {
    if (error instanceof UsageError) return null; // the checker says the same when it is asked, and says why
    throw error;
  }
}

function combinations(values: readonly (readonly JsonValue[])[]): readonly (readonly JsonValue[])[] {
  return values.reduce<readonly (readonly JsonValue[])[]>(
    (rows, choices) => choices.flatMap((choice) => rows.map((row) => [...row, choice])),
    [[]],
  );
}

function ask(node: PredicateNode, row: readonly unknown[]): PredicateOutcome {
  const view = Object.fromEntries(node.reads.map((name, index) => [name, row[index]]));
  const { holds, error } = evaluateGuard(node, view);
  if (error === undefined) return holds;
  const misuse = predicateMisuse(node, view);
  return { error: misuse ?? error, isMisuse: misuse !== null };
}

function outcomeOf(
  { values, rows, outcomes, initial }: PredicateTable,
  asked: readonly unknown[],
): PredicateOutcome | undefined {
  if (initial !== null && isSame(initial.values, asked)) return initial.outcome;
  if (values === null) return undefined;
  let row = 0;
  let size = 1;
  for (const [index, choices] of values.entries()) {
    const digit = choices.indexOf(asked[index] as JsonValue); // only compared
    if (digit === -1) return undefined;
    row += digit * size;
    size *= choices.length;
  }
  return outcomes[rows[row] ?? -1];
}

function isSame(values: readonly JsonValue[], asked: readonly unknown[]): boolean {
  return JSON.stringify(values) === JSON.stringify(asked.map(toJson));
}

function notTabulated(place: string, view: Variables, isInfinite: boolean): NotHereError {
  const asked = Object.entries(view).map(([name, value]) => `${name} = ${JSON.stringify(toJson(value))}`);
  return new NotHereError({
    message: `The predicate at ${place} is asked for ${asked.join(", ") || "nothing"}, and only the program that defined it knows what it says of that.`,
    hint: isInfinite
      ? "What it reads can have too many values to send them all along: give its variables an enum, a boolean or a small range."
      : "What was sent along covers the values that its variables are declared to have.",
  });
}
