import { UsageError } from "../errors.ts";
import { parseGuard } from "../graph/parse-guard.ts";
import { isRecord, lookup } from "../json.ts";
import { innerStates } from "../machine/state.ts";
import { mismatch } from "../validate/value-mismatch.ts";
import type { Layout } from "./abstract/layout.ts";
import { owners } from "./engine/model.ts";
import type { GraphProperty } from "./graph-property.ts";

/*
 * A property that is misspelt must be an error: a pattern that nothing fits makes `never` hold, and one that everything
 * fits makes `always` hold. Types say so too; this is for whoever has none, and for what types cannot know.
 */

/** Judges a property of a graph before it is compiled. @throws {UsageError} `bad_option` naming the property and the part. */
export function refuseMistakes(layout: Layout, property: GraphProperty): void {
  const given: unknown = property;
  if (!isRecord(given) || typeof given.name !== "string" || given.name === "") {
    throw mistake("?", "a property must be made by propertiesOf(graph), with a name");
  }
  const { name, kind } = given;
  const parts = typeof kind === "string" ? lookup(partsByKind, kind) : undefined;
  if (parts === undefined) throw mistake(name, `there is no property of the kind ${JSON.stringify(kind)}`);
  const place: Place = { layout, property: name };
  for (const [part, check] of Object.entries(parts)) check(place, given[part], part);
}

interface Place {
  readonly layout: Layout;
  readonly property: string;
}

type Check = (place: Place, value: unknown, path: string) => void;

const eventKeys: Readonly<Record<string, Check>> = {
  handoff: ends,
  refused: ends,
  enters: agentName,
  calls: toolName,
  runs: toolName,
  returns: toolName,
  approves: toolOrHandoff,
  denies: toolOrHandoff,
  answers: agentOrAny,
  asksModel: agentOrAny,
  says: yes,
  limit: yes,
  follows,
  ends: (place, value, path) => (value === true ? undefined : outcomeName(place, value, path)),
  either: (place, value, path) => {
    for (const [index, part] of listOf(place, value, path).entries()) {
      if (isRecord(part) && "when" in part)
        throw mistake(place.property, `${path}[${index}].when must stand beside "either"`);
      event(place, part, `${path}[${index}]`);
    }
  },
};

const stateKeys: Readonly<Record<string, Check>> = {
  agent: (place, value, path) => someOf(place, value, { path, check: agentName }),
  place: (place, value, path) => someOf(place, value, { path, check: placeName }),
  variables: guard,
  pending: toolName,
  outcome: outcomeName,
  all: states,
  any: states,
  not: state,
};

const partsByKind: Readonly<Record<string, Readonly<Record<string, Check>>>> = {
  always: { holds: state },
  never: { what: eventOrState },
  reachable: { what: eventOrState },
  at: { event, holds: state },
  onlyVia: {
    agent: agentName,
    from: (place, value, path) => someOf(place, listOf(place, value, path), { path, check: agentName }),
  },
  leaksNot: { tool: toolName, agent: agentName },
  before: { required: event, event, per: period },
  atMost: { event, per: period },
  worst: { event, per: period },
  leadsTo: { trigger: state, response: state },
  eventually: { response: state },
  canAlways: { goal: state },
  canForce: {
    owners: (place, value, path) => someOf(place, listOf(place, value, path), { path, check: ownerName }),
    goal: state,
  },
};

function eventOrState(place: Place, value: unknown, path: string): void {
  const isEvent = isRecord(value) && Object.keys(value).some((key) => Object.hasOwn(eventKeys, key));
  const key = isRecord(value) ? Object.keys(value).find((one) => !Object.hasOwn(stateKeys, one)) : undefined;
  if (isEvent) event(place, value, path);
  else if (key === undefined) state(place, value, path);
  else {
    const [events, states] = [eventKeys, stateKeys].map((keys) => Object.keys(keys).join(", "));
    throw mistake(place.property, `${path}.${key} is none of a state (${states}) and no event (${events})`);
  }
}

function event(place: Place, value: unknown, path: string): void {
  if (!isRecord(value)) throw mistake(place.property, `${path} must be an event`);
  const keys = Object.keys(value).filter((key) => key !== "when");
  const [only] = keys;
  const missing = keys.find((key) => value[key] === undefined);
  if (missing !== undefined) throw mistake(place.property, `${path}.${missing} is undefined: leave it out`);
  const check = only === undefined ? undefined : lookup(eventKeys, only);
  if (keys.length !== 1 || only === undefined || check === undefined) {
    throw mistake(
      place.property,
      `${path} must have exactly one of ${Object.keys(eventKeys).join(", ")}, not ${keys.join(" and ") || "none"}`,
    );
  }
  check(place, value[only], `${path}.${only}`);
  if (value.when !== undefined) state(place, value.when, `${path}.when`);
}

function state(place: Place, value: unknown, path: string): void {
  if (!isRecord(value)) throw mistake(place.property, `${path} must be an object`);
  for (const [key, part] of Object.entries(value)) {
    if (part === undefined) continue;
    const check = lookup(stateKeys, key);
    if (check === undefined)
      throw mistake(place.property, `${path}.${key} is none of ${Object.keys(stateKeys).join(", ")}`);
    check(place, part, `${path}.${key}`);
  }
}

function states(place: Place, value: unknown, path: string): void {
  for (const [index, part] of listOf(place, value, path).entries()) state(place, part, `${path}[${index}]`);
}

function period(place: Place, value: unknown, path: string): void {
  if (value === "session" || value === "exchange") return;
  event(place, value, path);
}

function guard({ layout, property }: Place, value: unknown, path: string): void {
  const { mistakes, reads } = parseGuard(value);
  const [wrong] = mistakes;
  if (wrong !== undefined)
    throw mistake(property, `${[path, ...wrong.path].join(".")} must be ${wrong.expected}, not ${wrong.found}`);
  const { domains } = layout.graph.variables;
  for (const { variable, question } of reads) {
    const domain = lookup(domains, variable);
    if (domain === undefined)
      throw mistake(property, `${path} asks for the variable "${variable}", which is not declared`);
    if (question.kind !== "predicate" && mismatch(question, domain, false) !== null) {
      throw mistake(property, `${path}.${variable} asks for what the variable never is`);
    }
  }
}

function ends(place: Place, value: unknown, path: string): void {
  if (!isRecord(value)) throw mistake(place.property, `${path} must be { from?, to? }`);
  for (const [key, name] of Object.entries(value)) {
    if (key !== "from" && key !== "to") throw mistake(place.property, `${path}.${key} is neither from nor to`);
    if (name !== undefined) agentName(place, name, `${path}.${key}`);
  }
}

function follows(place: Place, value: unknown, path: string): void {
  if (!isRecord(value)) throw mistake(place.property, `${path} must be { agent, route?, afterReply? }`);
  const { agent, route, afterReply, ...others } = value;
  const [stranger] = Object.keys(others);
  if (stranger !== undefined) throw mistake(place.property, `${path}.${stranger} is none of agent, route, afterReply`);
  agentName(place, agent, `${path}.agent`);
  const { routes = [], afterReply: rules = [] } = lookup(place.layout.graph.agents, String(agent)) ?? {};
  for (const [name, index, list] of [
    ["route", route, routes],
    ["afterReply", afterReply, rules],
  ] as const) {
    if (index === undefined || (typeof index === "number" && Object.hasOwn(list, index))) continue;
    throw mistake(
      place.property,
      `${path}.${name} is ${JSON.stringify(index)}, and ${String(agent)} has ${list.length}`,
    );
  }
}

function agentName({ layout, property }: Place, value: unknown, path: string): void {
  named(property, value, { path, noun: "agent", names: Object.keys(layout.graph.agents) });
}

function toolName({ layout, property }: Place, value: unknown, path: string): void {
  named(property, value, { path, noun: "tool", names: Object.keys(layout.graph.tools) });
}

function ownerName({ property }: Place, value: unknown, path: string): void {
  named(property, value, { path, noun: "owner", names: owners });
}

function outcomeName({ layout, property }: Place, value: unknown, path: string): void {
  named(property, value, { path, noun: "outcome", names: layout.outcomes.slice(1) });
}

function placeName({ property }: Place, value: unknown, path: string): void {
  named(property, value, { path, noun: "place", names: ["opened", ...innerStates, "completed", "cancelled"] });
}

function toolOrHandoff(place: Place, value: unknown, path: string): void {
  if (isRecord(value)) agentName(place, value.handoffTo, `${path}.handoffTo`);
  else toolName(place, value, path);
}

function agentOrAny(place: Place, value: unknown, path: string): void {
  if (value !== true) agentName(place, value, path);
}

function yes({ property }: Place, value: unknown, path: string): void {
  if (value !== true) throw mistake(property, `${path} must be true`);
}

function someOf(place: Place, value: unknown, { path, check }: { readonly path: string; readonly check: Check }): void {
  for (const one of Array.isArray(value) ? value : [value]) check(place, one, path);
}

function listOf({ property }: Place, value: unknown, path: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw mistake(property, `${path} must be a list`);
}

function named(
  property: string,
  value: unknown,
  { path, noun, names }: { readonly path: string; readonly noun: string; readonly names: readonly string[] },
): void {
  if (names.some((name) => name === value)) return;
  throw mistake(
    property,
    `${path} is ${JSON.stringify(value)}, which is no ${noun}; there are: ${names.join(", ") || "none"}`,
  );
}

function mistake(property: string, what: string): UsageError {
  return new UsageError("bad_option", { message: `The property "${property}" cannot be asked: ${what}.` });
}
