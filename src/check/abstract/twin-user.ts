import type { Agent } from "../../graph/graph.ts";
import type { Row, Rows } from "../../machine/row.ts";
import { all, always, eq, never } from "../engine/build-expression.ts";
import type { Predicate } from "../engine/expression.ts";
import { guardPredicate } from "./guard-predicate.ts";
import type { Layout } from "./layout.ts";
import type { Course, TwinBuilder } from "./twin-builder.ts";
import { clearDelegations, deliver, enterAgent, setDue } from "./twin-changes.ts";

/* What users can do in a place, and who gets what they say. */

/** A place, and whose it is. */
export interface Spot {
  readonly place: string;
  readonly agent: Agent | null;
}

/** A user message where it is heard at once. */
export function hears(builder: TwinBuilder, { place, agent }: Spot, rows: readonly Row[]): readonly Course[] {
  const { layout } = builder;
  const name = agent?.name ?? null;
  return builder.courses({ event: "user.message", owner: "user", name: "says something", place, agent: name }, rows, {
    holds: (row) => entryHolds(layout, row, always),
    apply: (row, effect) => {
      const to = row.goTo?.kind === "agent" ? row.goTo.agent : (name ?? "");
      deliver(layout, effect, true);
      if (name !== null && to !== name) clearDelegations(layout, effect);
      enterAgent(layout, effect, to);
      return undefined;
    },
  });
}

/** Whether a rule of `entry` takes a message. */
export function entryHolds({ graph, variables }: Layout, { when, index = -1 }: Row, said: Predicate): Predicate {
  switch (when) {
    case "answersQuestion":
      return all(said, eq("asking", 1));
    case "entryOpen": {
      const rule = graph.entry.kind === "list" ? graph.entry.rules[index] : undefined;
      return rule === undefined ? never : all(said, guardPredicate(rule.guard?.node ?? null, variables));
    }
    case "staged":
      return said;
    default:
      return never;
  }
}

/** What can happen from outside, where people interfere: the run is stopped. */
export function stops(builder: TwinBuilder, { place, agent }: Spot, rows: Rows): readonly Course[] {
  const { layout } = builder;
  if (!layout.interventions) return [];
  const here = { place, agent: agent?.name ?? null } as const;
  return builder.courses(
    { ...here, event: "run.stopped", owner: "user", name: "stops the run" },
    rows["run.stopped"] ?? [],
    {
      holds: () => never,
      apply: (_, effect) => {
        deliver(layout, effect, false);
        setDue(effect, "nothing");
        effect.set("tripped", 0);
        return undefined;
      },
    },
  );
}
