import type { Agent } from "../../graph/graph.ts";
import type { Row, Rows } from "../../machine/row.ts";
import { all, always, eq, never } from "../engine/build-expression.ts";
import type { Predicate } from "../engine/expression.ts";
import { guardPredicate } from "./guard-predicate.ts";
import type { Layout } from "./layout.ts";
import type { Pending } from "./pending.ts";
import type { TwinBuilder } from "./twin-builder.ts";
import { clearDelegations, deliver, enterAgent, setDue } from "./twin-changes.ts";

/* What users can do in a place, and who gets what they say. */

/** A place, whose it is, and what is open there. */
export interface Spot {
  readonly place: string;
  readonly agent: Agent | null;
  readonly pending: Pending;
}

/** A user message where it is heard at once. */
export function hears(builder: TwinBuilder, { place, agent, pending }: Spot, rows: readonly Row[]): void {
  const { layout } = builder;
  const name = agent?.name ?? null;
  builder.add({ event: "user.message", owner: "user", name: "says something", place, agent: name, pending }, rows, {
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

/** What can happen to an open reply from outside, where people interfere: the run is stopped. */
export function stopCommands(builder: TwinBuilder, { place, agent, pending }: Spot, rows: Rows): void {
  const { layout } = builder;
  const here = { place, agent: agent?.name ?? null, pending } as const;
  if (!layout.interventions) return;
  builder.add({ ...here, event: "run.stopped", owner: "user", name: "stops the run" }, rows["run.stopped"] ?? [], {
    holds: () => never,
    apply: (_, effect) => {
      deliver(layout, effect, false);
      setDue(effect, "nothing");
      effect.set("tripped", 0);
      return undefined;
    },
  });
}
