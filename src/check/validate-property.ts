import { UsageError } from "../errors.ts";
import type { Graph } from "../graph/graph.ts";
import { parseGuard } from "../graph/parse-guard.ts";
import { refuseNoGraph } from "../graph/refuse-no-graph.ts";
import { isRecord, lookup, toJson } from "../json.ts";
import { innerStates } from "../machine/state.ts";
import { didYouMean, suggestName } from "../suggest-name.ts";
import { outcomesOf } from "../validate/outcomes.ts";
import { mismatch } from "../validate/value-mismatch.ts";
import { owners } from "./engine/model.ts";

/*
 * A property that is misspelt must be an error: a pattern that nothing fits makes `never` hold, and one that everything
 * fits makes `always` hold. Types say so too; this is for whoever has none, and for what types cannot know.
 */

/**
 * Judges properties before anything is made of them: none is dropped, and none that contains itself is gone through.
 *
 * @throws {UsageError} `bad_option` naming the property and the part; `bad_definition` when the graph is none.
 */
export function refuseMistakenProperties(graph: Graph, properties: unknown): void {
  refuseNoGraph(graph);
  if (!Array.isArray(properties)) {
    const message = `The properties must be a list, not ${shown(properties)}.`;
    throw new UsageError("bad_option", {
      message,
      hint: "Pass [never(…), …], with the makers of propertiesOf(graph).",
    });
  }
  for (const property of properties) refuseMistakes(graph, property);
}

function refuseMistakes(graph: Graph, property: unknown): void {
  if (!isRecord(property) || typeof property.name !== "string" || property.name === "") {
    throw mistake("?", "a property must be made by propertiesOf(graph), with a name");
  }
  const { name, kind, ...rest } = property;
  const parts = typeof kind === "string" ? lookup(partsByKind, kind) : undefined;
  if (parts === undefined) {
    const hint = nearest(kind, Object.keys(partsByKind));
    throw mistake(name, `there is no property of the kind ${shown(kind)}`, hint);
  }
  const known = Object.keys(parts);
  const stranger = Object.keys(rest).find((part) => !known.includes(part));
  if (stranger !== undefined)
    throw mistake(name, `${stranger} is none of ${known.join(", ")}`, nearest(stranger, known));
  const place: Place = { graph, property: name, depth: 0 };
  for (const [part, check] of Object.entries(parts)) check(place, property[part], part);
}

interface Place {
  readonly graph: Graph;
  readonly property: string;
  /** In how many patterns it stands. */
  readonly depth: number;
}

type Check = (place: Place, value: unknown, path: string) => void;

/** Properties are written by hand: what is deeper than this contains itself. */
const deepest = 100;

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
  atMost: { count, event, per: period },
  worst: { event, per: period },
  leadsTo: { trigger: state, response: state, weak: served, strong: served },
  eventually: { response: state, weak: served, strong: served },
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
    throw mistake(
      place.property,
      `${path}.${key} is none of a state (${states}) and no event (${events})`,
      nearest(key, [...Object.keys(eventKeys), ...Object.keys(stateKeys)]),
    );
  }
}

function event(outer: Place, value: unknown, path: string): void {
  const place = within(outer, path);
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
      keys.length === 1 ? nearest(only, Object.keys(eventKeys)) : null,
    );
  }
  check(place, value[only], `${path}.${only}`);
  if (value.when !== undefined) state(place, value.when, `${path}.when`);
}

function state(outer: Place, value: unknown, path: string): void {
  const place = within(outer, path);
  if (!isRecord(value)) throw mistake(place.property, `${path} must be an object`);
  for (const [key, part] of Object.entries(value)) {
    if (part === undefined) continue;
    const check = lookup(stateKeys, key);
    if (check === undefined) {
      const known = Object.keys(stateKeys);
      throw mistake(place.property, `${path}.${key} is none of ${known.join(", ")}`, nearest(key, known));
    }
    check(place, part, `${path}.${key}`);
  }
}

/** The place of a pattern in another one. */
function within(place: Place, path: string): Place {
  if (place.depth < deepest) return { ...place, depth: place.depth + 1 };
  throw mistake(place.property, `${path.slice(0, 40)}… is more than ${deepest} patterns deep, or contains itself`);
}

function states(place: Place, value: unknown, path: string): void {
  for (const [index, part] of listOf(place, value, path).entries()) state(place, part, `${path}[${index}]`);
}

function period(place: Place, value: unknown, path: string): void {
  if (value === "session" || value === "exchange") return;
  event(place, value, path);
}

function guard({ graph, property }: Place, value: unknown, path: string): void {
  const { mistakes, reads } = parseGuard(value);
  const [wrong] = mistakes;
  if (wrong !== undefined)
    throw mistake(
      property,
      `${[path, ...wrong.path.slice(0, 10)].join(".")} must be ${wrong.expected}, not ${wrong.found}`,
      wrong.meant === undefined ? null : didYouMean(wrong.meant, ""),
    );
  const { domains } = graph.variables;
  const known = Object.keys(domains);
  for (const { variable, question } of reads) {
    const domain = lookup(domains, variable);
    if (domain === undefined) {
      throw mistake(
        property,
        `${path} asks for the variable "${variable}", which is not declared; there are: ${known.join(", ") || "none"}`,
        nearest(variable, known),
      );
    }
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
  const { routes = [], afterReply: rules = [] } = lookup(place.graph.agents, String(agent)) ?? {};
  for (const [name, index, list] of [
    ["route", route, routes],
    ["afterReply", afterReply, rules],
  ] as const) {
    if (index === undefined || (typeof index === "number" && Object.hasOwn(list, index))) continue;
    throw mistake(place.property, `${path}.${name} is ${shown(index)}, and ${String(agent)} has ${list.length}`);
  }
}

function agentName({ graph, property }: Place, value: unknown, path: string): void {
  named(property, value, { path, noun: "agent", names: Object.keys(graph.agents) });
}

function toolName({ graph, property }: Place, value: unknown, path: string): void {
  named(property, value, { path, noun: "tool", names: Object.keys(graph.tools) });
}

function ownerName({ property }: Place, value: unknown, path: string): void {
  named(property, value, { path, noun: "owner", names: owners });
}

function outcomeName({ graph, property }: Place, value: unknown, path: string): void {
  named(property, value, { path, noun: "outcome", names: outcomeNames(graph) });
}

function outcomeNames(graph: Graph): readonly string[] {
  return [...new Set([...outcomesOf(graph)].map(({ outcome }) => outcome)), "cancelled"];
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

function count({ property }: Place, value: unknown, path: string): void {
  if (Number.isInteger(value) && Number(value) >= 0) return;
  throw mistake(property, `${path} must be a whole number from 0 on, not ${shown(value)}`);
}

function served(place: Place, value: unknown, path: string): void {
  if (value !== undefined) someOf(place, listOf(place, value, path), { path, check: ownerName });
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
    `${path} is ${shown(value)}, which is no ${noun}; there are: ${names.join(", ") || "none"}`,
    nearest(value, names),
  );
}

/** Asks whether another name was meant; `null` where none is near. */
function nearest(value: unknown, names: readonly string[]): string | null {
  const name = typeof value === "string" ? suggestName(value, names) : null;
  return name === null ? null : didYouMean(name, "");
}

function shown(value: unknown): string {
  return typeof value === "number" ? String(value) : JSON.stringify(toJson(value)).slice(0, 80);
}

function mistake(property: string, what: string, hint: string | null = null): UsageError {
  const message = `The property "${property}" cannot be asked: ${what}.`;
  return new UsageError("bad_option", hint === null ? { message } : { message, hint });
}
