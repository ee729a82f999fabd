import type { Owner } from "./engine/model.ts";
import type { Countermove, GraphStrategy } from "./strategy.ts";
import { wrapLine } from "./wrap-text.ts";

/** Writes how the others keep a goal away: one line for all the places in which they do the same. */
export function strategyLines({ against, moves, isWhole }: GraphStrategy): readonly string[] {
  const head = `From there on, whatever ${doing(against)}, `;
  if (moves.length === 0) return wrapLine(`${head}it does not come about.`, 2);
  const rules = rulesOf(moves);
  const hidden = rules.length - mostRules;
  return [
    ...wrapLine(`${head}the others keep it away:`, 2),
    ...rules.slice(0, mostRules).flatMap((rule) => wrapLine(ruleText(rule), 4)),
    ...(hidden > 0 || !isWhole ? ["    and so on"] : []),
  ];
}

const mostRules = 8;

/** What one owner does in one kind of place, whichever of these agents has the conversation. */
interface Rule {
  readonly owner: Owner;
  readonly place: string;
  readonly whats: readonly string[];
  readonly agents: readonly string[];
}

function rulesOf(moves: readonly Countermove[]): readonly Rule[] {
  const inPlaces = Map.groupBy(moves, ({ owner, agent, place }) => JSON.stringify([owner, agent, place]));
  const rules = [...inPlaces.values()].flatMap((same): readonly Rule[] =>
    same.slice(0, 1).map(({ owner, agent, place }) => ({
      owner,
      place,
      whats: same.map(({ what }) => what),
      agents: agent === null ? [] : [agent],
    })),
  );
  const alike = Map.groupBy(rules, ({ owner, place, whats }) => JSON.stringify([owner, place, whats]));
  return [...alike.values()].flatMap((same) =>
    same.slice(0, 1).map((rule) => ({ ...rule, agents: same.flatMap(({ agents }) => agents) })),
  );
}

function ruleText({ owner, place, whats, agents }: Rule): string {
  const names = listed(agents, "or");
  const done = waysText(whats);
  switch (owner) {
    case "model":
      return agents.length === 1
        ? `whenever it is ${names}'s turn, its model ${done}`
        : `whenever it is the turn of ${names}, the model ${done}`;
    case "tool":
      return `whenever tools run for ${names}, ${done}`;
    case "machine":
      return `whenever it is decided what comes after ${names}, the machine ${done}`;
    default:
      return `whenever the conversation stands at ${agents.length === 0 ? place : `${names} (${place})`}, the ${owner} ${done}`;
  }
}

function waysText(whats: readonly string[]): string {
  const shown = whats.slice(0, mostWays).map((what) => (what === "answers" ? "answers and hands nothing on" : what));
  const others = whats.length - shown.length;
  return `${shown.join("; or, where that does not help, ")}${others === 0 ? "" : `, or something else (${others} more)`}`;
}

/** So many ways of one place are told. */
const mostWays = 3;

const people: readonly Owner[] = ["user", "approver", "operator"];

function doing(owners: readonly Owner[]): string {
  if (owners.length === people.length && people.every((one) => owners.includes(one))) return "the people do";
  const names = owners.map((owner) => `the ${owner}`);
  return names.length === 1 ? `${names.join("")} does` : `${listed(names, "and")} do`;
}

function listed(names: readonly string[], link: "and" | "or"): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} ${link} ${names.at(-1)}`;
}
