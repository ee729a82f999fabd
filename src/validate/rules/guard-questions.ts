import type { GuardRead } from "../../graph/parse-guard.ts";
import type { VariableDomain } from "../../graph/variables.ts";
import { lookup } from "../../json.ts";
import { didYouMean, suggestName } from "../../suggest-name.ts";
import type { Finding } from "../diagnostic.ts";
import type { GraphFacts } from "../graph-facts.ts";
import type { GuardPlace } from "../guard-places.ts";
import { mismatch } from "../value-mismatch.ts";

/** Judges each question that a guard asks: whether it can be read, what it is about, and with what it compares. */
export function* guardQuestionRules({ guards }: GraphFacts): Generator<Finding> {
  const unreadable = new Set<string>();
  for (const place of guards) {
    yield* mistakes(place);
    for (const read of place.guard.reads) {
      const wrong = place.answerable ? null : (unknownName(place, read) ?? wrongValue(place, read));
      const finding = wrong ?? unreadableType(place, read, unreadable);
      if (finding !== null) yield finding;
    }
  }
}

function* mistakes({ guard, path, subject }: GuardPlace): Generator<Finding> {
  for (const mistake of guard.mistakes) {
    yield {
      code: "guard-mistake",
      path: [...path, ...mistake.path],
      message: `The guard of ${subject} has ${mistake.found} where it needs ${mistake.expected}.`,
      hint: didYouMean(
        mistake.meant ?? null,
        "A guard asks for a value, a list of values, { not } or the bounds of a number; all, any and not combine.",
      ),
    };
  }
}

function unknownName({ path, subject, scope }: GuardPlace, read: GuardRead): Finding | null {
  if (scope.domains === null || Object.hasOwn(scope.domains, read.variable)) return null;
  const known = scope.names;
  return {
    code: scope.noun === "variable" ? "unknown-variable" : "unknown-argument",
    path: [...path, ...placeOfName(read)],
    message: `The guard of ${subject} reads "${read.variable}", but ${scope.owner} has no such ${scope.noun}.`,
    hint: didYouMean(suggestName(read.variable, known), `Declare it, or read another ${scope.noun}.`),
    known,
  };
}

/** The place of the name, where the question about it stands deeper. */
function placeOfName({ path, variable }: GuardRead): readonly string[] {
  const depth = path.lastIndexOf(variable);
  return depth === -1 ? path : path.slice(0, depth + 1);
}

/** One finding for each variable, at the first place that reads it. */
function unreadableType({ path, scope }: GuardPlace, read: GuardRead, found: Set<string>): Finding | null {
  if (domainOf(scope, read.variable)?.type !== "unknown" || read.question.kind === "predicate") return null;
  const name = `${scope.owner} ${read.variable}`;
  if (found.has(name)) return null;
  found.add(name);
  return {
    code: "unreadable-variable",
    path: [...path, ...read.path],
    message: `The ${scope.noun} "${read.variable}" is neither a scalar, an enum nor an object, so nothing can be said about guards that read it.`,
    hint: "Give it a simpler type, or read it in a named predicate.",
  };
}

function wrongValue(
  { path, subject, scope }: GuardPlace,
  { variable, question, path: within }: GuardRead,
): Finding | null {
  const domain = domainOf(scope, variable);
  if (domain === undefined || question.kind === "predicate") return null;
  const found = mismatch(question, domain, scope.optional.includes(variable));
  if (found === null) return null;
  const { value, values } = found;
  const message = `The guard of ${subject} compares the ${scope.noun} "${variable}" with ${found.asked}, but it ${found.is}.`;
  if (values === null) return { code: "mismatched-value", path: [...path, ...within], message, hint: found.hint };
  const known = values.map(String);
  return {
    code: "unknown-value",
    path: [...path, ...within],
    message,
    hint: didYouMean(suggestName(String(value), known), found.hint),
    known,
  };
}

function domainOf({ domains }: GuardPlace["scope"], variable: string): VariableDomain | undefined {
  return domains === null ? undefined : lookup(domains, variable);
}
