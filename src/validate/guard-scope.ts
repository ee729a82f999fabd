import { jsonSchemaOf, type Schema } from "../graph/schema.ts";
import { type VariableDomain, variableDomains } from "../graph/variables.ts";
import { lookup } from "../json.ts";

/** What a guard can read: the session's variables, or the arguments of a call. */
export interface GuardScope {
  readonly noun: "variable" | "argument";
  /** To whom they belong, for messages. */
  readonly owner: string;
  /** `null` when they could not be determined; that is a finding of its own. */
  readonly domains: Readonly<Record<string, VariableDomain>> | null;
  /** All names. */
  readonly names: readonly string[];
  /** The names that may be absent. */
  readonly optional: readonly string[];
  /** The domains that a guard can rely on: of those that are never absent. */
  readonly analysable: Readonly<Record<string, VariableDomain>>;
}

/** The scope of guards over a record of domains some of which may be absent. */
export function guardScope(
  { noun, owner }: Pick<GuardScope, "noun" | "owner">,
  domains: GuardScope["domains"],
  required: unknown,
): GuardScope {
  const known = Object.entries(domains ?? {});
  const isRequired = ([name]: readonly [string, VariableDomain]): boolean =>
    Array.isArray(required) && required.includes(name);
  return {
    noun,
    owner,
    domains,
    names: known.map(([name]) => name),
    optional: known.filter((entry) => !isRequired(entry)).map(([name]) => name),
    analysable: Object.fromEntries(known.filter(isRequired)),
  };
}

/** The scope of guards over the arguments of a tool. */
export function argumentsScope(tool: string, input: Schema | null): GuardScope {
  const who = { noun: "argument", owner: `tool "${tool}"` } as const;
  if (input === null) return guardScope(who, {}, []);
  const schema = jsonSchemaOf(input, "output");
  const domains = "unsupported" in schema ? null : variableDomains(schema);
  return guardScope(who, domains, lookup(schema, "required"));
}
