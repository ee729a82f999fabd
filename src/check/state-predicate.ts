import { UsageError } from "../errors.ts";
import type { GuardNode } from "../graph/guard.ts";
import { parseGuard } from "../graph/parse-guard.ts";
import type { Abstraction } from "./abstract/derive-model.ts";
import { guardPredicate } from "./abstract/guard-predicate.ts";
import { type Layout, outcomeIndex, pendingField, placeField, splitPlace } from "./abstract/layout.ts";
import type { PendingIndex } from "./abstract/pending.ts";
import { all, any, not, oneOf } from "./engine/build-expression.ts";
import type { Predicate } from "./engine/expression.ts";
import type { StatePattern, StatePlace } from "./pattern.ts";

/** The states that are like this. */
export function statePredicate(abstraction: Abstraction, pattern: StatePattern): Predicate {
  const { layout, pending } = abstraction;
  const { agent, place, variables, outcome } = pattern;
  return all(
    agent === undefined && place === undefined ? all() : placePredicate(layout, { agent, place }),
    variables === undefined ? all() : guardPredicate(askedGuard(variables), layout.variables),
    pattern.pending === undefined ? all() : pendingPredicate(pending, pattern.pending),
    outcome === undefined
      ? all()
      : oneOf(
          "outcome",
          [outcomeIndex(layout, outcome)].filter((index) => index !== -1),
        ),
    ...(pattern.all ?? []).map((part) => statePredicate(abstraction, part)),
    pattern.any === undefined ? all() : any(...pattern.any.map((part) => statePredicate(abstraction, part))),
    pattern.not === undefined ? all() : not(statePredicate(abstraction, pattern.not)),
  );
}

function placePredicate({ places }: Layout, wanted: Place): Predicate {
  return oneOf(
    placeField,
    places.flatMap((name, index) => (isPlace(name, wanted) ? [index] : [])),
  );
}

function pendingPredicate({ texts }: PendingIndex, tool: string): Predicate {
  return oneOf(
    pendingField,
    texts.flatMap((text, index) => (mentions(text, tool) ? [index] : [])),
  );
}

function isPlace(name: string, { agent, place }: Place): boolean {
  const [owner, inner] = splitPlace(name);
  const isAgent = agent === undefined || (owner !== null && listOf(agent).includes(owner));
  return isAgent && (place === undefined || listOf<StatePlace>(place).some((one) => one === inner));
}

interface Place {
  readonly agent: StatePattern["agent"] | undefined;
  readonly place: StatePattern["place"] | undefined;
}

function listOf<Item extends string>(items: Item | readonly Item[]): readonly Item[] {
  return typeof items === "string" ? [items] : items;
}

function mentions(text: string, tool: string): boolean {
  return text.split(", ").some((call) => call === `tool ${tool}` || call.startsWith(`tool ${tool} (`));
}

/**
 * What a property asks about variables.
 *
 * @throws {UsageError} `bad_option` when it asks for what cannot be asked.
 */
export function askedGuard(literal: unknown): GuardNode {
  const { node, mistakes } = parseGuard(literal);
  const [mistake] = mistakes;
  if (mistake === undefined) return node;
  throw new UsageError("bad_option", {
    message: `A property asks for what cannot be asked: ${JSON.stringify(mistake)}.`,
  });
}
