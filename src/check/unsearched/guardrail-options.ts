import { agentsOf, type Graph, type Guardrail, guardrailsFor } from "../../graph/graph.ts";
import { type Option, option } from "./option.ts";

/*
 * A guardrail may trip or not, so that one more or less makes no difference to a search, but for where it leads. What it
 * checks is a function: under the same name it is taken for the same.
 */

/** A guardrail of a graph; `null`: it has none of that name. */
export interface GuardrailPart {
  readonly graph: Graph;
  readonly guardrail: Guardrail | null;
}

/** The options of a guardrail. */
export const guardrailOptions: readonly Option<GuardrailPart>[] = [
  option(
    (guardrail) => guardrail,
    ({ guardrail }) => guardrail === null,
    ({ guardrail }) => (guardrail === null ? "gone" : `on ${guardrail.on}`),
  ),
  ofBoth(
    "the place of",
    (now, before) => now.on !== before.on,
    ({ on }) => on,
  ),
  option(
    (guardrail) => `who is checked by ${guardrail}`,
    (now, before) => isLeftOut(agentsChecked, now, before),
    ({ guardrail }) => listLabel(guardrail?.agents ?? null, "every agent"),
  ),
  option(
    (guardrail) => `what is checked by ${guardrail}`,
    (now, before) => isLeftOut(toolsChecked, now, before),
    ({ guardrail }) => listLabel(guardrail?.tools ?? null, "every tool"),
  ),
  ofBoth(
    "the time of",
    (now, before) => now.beside && !before.beside,
    ({ beside }) => (beside ? "beside the model" : "before the model"),
  ),
  ofBoth(
    "onTrip of",
    ({ onTrip: now }, { onTrip: before }) => JSON.stringify(now) !== JSON.stringify(before),
    ({ onTrip }) => tripLabel(onTrip),
  ),
  ofBoth(
    "onError of",
    (now, before) => now.onError !== before.onError && (now.onError === "pass" || leadsAway(now)),
    ({ onError }) => `"${onError}"`,
  ),
  option(
    (guardrail) => `what comes before ${guardrail} and may rewrite what it checks`,
    (now, before) => rewritersBefore(now).some((name) => !rewritersBefore(before).includes(name)),
    (part) => rewritersBefore(part).join(", ") || "nothing",
  ),
];

function ofBoth(
  words: string,
  loosens: (now: Guardrail, before: Guardrail) => boolean,
  shown: (guardrail: Guardrail) => string,
): Option<GuardrailPart> {
  return option(
    (guardrail) => `${words} ${guardrail}`,
    (now, before) => now.guardrail !== null && before.guardrail !== null && loosens(now.guardrail, before.guardrail),
    ({ guardrail }) => (guardrail === null ? "gone" : shown(guardrail)),
  );
}

/** Whether something that both graphs have is checked no more. */
function isLeftOut(
  checked: (part: GuardrailPart, guardrail: Guardrail) => readonly string[],
  now: GuardrailPart,
  before: GuardrailPart,
): boolean {
  if (now.guardrail === null || before.guardrail === null) return false;
  const [present, past] = [checked(now, now.guardrail), checked(before, before.guardrail)];
  const known: readonly string[] = [...Object.keys(now.graph.agents), ...Object.keys(now.graph.tools)];
  return past.some((name) => known.includes(name) && !present.includes(name));
}

function agentsChecked({ graph }: GuardrailPart, guardrail: Guardrail): readonly string[] {
  const agents = agentsOf(graph).filter(({ kind }) => kind === "model");
  return agents.flatMap(({ name }) => (guardrailsFor(graph, name, guardrail.on).includes(guardrail) ? [name] : []));
}

function toolsChecked({ graph }: GuardrailPart, { tools }: Guardrail): readonly string[] {
  return tools ?? Object.keys(graph.tools);
}

function listLabel(names: readonly string[] | null, all: string): string {
  return names === null ? all : names.join(", ") || "none";
}

function tripLabel(onTrip: Guardrail["onTrip"]): string {
  if (onTrip.kind === "agent") return `a way to ${onTrip.agent}`;
  return onTrip.kind === "end" ? `the end "${onTrip.outcome}"` : `"${onTrip.kind}"`;
}

function leadsAway({ onTrip }: Guardrail): boolean {
  return onTrip.kind === "agent" || onTrip.kind === "end";
}

/** Guardrails are asked in their order, each about what those before have made of it, and the first that trips counts. */
function rewritersBefore({ graph, guardrail }: GuardrailPart): readonly string[] {
  if (guardrail === null) return [];
  return graph.guardrails
    .slice(0, graph.guardrails.indexOf(guardrail))
    .filter(({ on, beside }) => on === guardrail.on && !(on === "input" && beside))
    .map(({ name }) => name);
}
