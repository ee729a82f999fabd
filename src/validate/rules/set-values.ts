import type { Handoff } from "../../graph/graph.ts";
import type { Scalar } from "../../graph/guard.ts";
import { parseWith } from "../../graph/schema.ts";
import { isJson, lookup } from "../../json.ts";
import { didYouMean, suggestName } from "../../suggest-name.ts";
import type { Finding, Place } from "../diagnostic.ts";
import type { GraphFacts } from "../graph-facts.ts";
import { mismatch } from "../value-mismatch.ts";

/** Judges the values that handoffs set: whether the variables can have them. */
export function* setValueRules(facts: GraphFacts): Generator<Finding> {
  for (const handoff of facts.handoffs) {
    for (const [variable, value] of Object.entries(handoff.set)) {
      const written: Written = { variable, value, ...placeOf(handoff, variable) };
      const finding = notJson(written) ?? wrongKind(written, facts) ?? refused(written, facts);
      if (finding !== null) yield finding;
    }
  }
}

interface Written {
  readonly variable: string;
  readonly value: unknown;
  readonly path: Place;
  readonly subject: string;
}

function placeOf({ from, to }: Handoff, variable: string): Pick<Written, "path" | "subject"> {
  return {
    path: ["agents", from, "handoffs", to, "set", variable],
    subject: `The handoff from "${from}" to "${to}" sets`,
  };
}

function notJson({ variable, value, path, subject }: Written): Finding | null {
  if (isJson(value)) return null;
  return {
    code: "mismatched-value",
    path,
    message: `${subject} "${variable}" to something that JSON cannot carry.`,
    hint: "Set it to a string, a number, a boolean, null, or a list or an object of these.",
  };
}

function wrongKind({ variable, value, path, subject }: Written, { variables }: GraphFacts): Finding | null {
  const domain = lookup(variables.domains ?? {}, variable);
  if (domain === undefined || !isScalar(value)) return null;
  const question = { kind: "oneOf", variable, values: [value] } as const;
  const found = mismatch(question, domain, variables.optional.includes(variable));
  if (found === null) return null;
  const message = `${subject} "${variable}" to ${found.asked}, but it ${found.is}.`;
  const hint = "Set it to a value that it can have.";
  if (found.values === null) return { code: "mismatched-value", path, message, hint };
  const known = found.values.map(String);
  return { code: "unknown-value", path, message, hint: didYouMean(suggestName(String(value), known), hint), known };
}

/** Asks the schema itself, in the midst of the initial values; only what it says of this variable counts. */
function refused({ variable, value, path, subject }: Written, { graph, variables }: GraphFacts): Finding | null {
  const { schema, initial, problems } = graph.variables;
  if (schema === null || problems.length > 0 || !Object.hasOwn(variables.domains ?? {}, variable)) return null;
  const parsed = parseWith(schema, { ...initial, [variable]: value });
  if (parsed instanceof Promise || parsed.ok) return null;
  const problem = parsed.problems.find((text) => text.startsWith(`${variable}:`) || text.startsWith(`${variable}.`));
  if (problem === undefined) return null;
  return {
    code: "unknown-value",
    path,
    message: `${subject} "${variable}" to ${JSON.stringify(value)}, which its schema does not take: ${problem}.`,
    hint: "Set it to a value that it can have.",
  };
}

function isScalar(value: unknown): value is Scalar {
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}
