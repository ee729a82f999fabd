import type { Agent } from "../../graph/graph.ts";
import { lookup } from "../../json.ts";
import type { Row } from "../../machine/row.ts";
import { all, always, never, not } from "../engine/build-expression.ts";
import type { Predicate } from "../engine/expression.ts";
import type { Effect } from "./effect.ts";
import { placeOf } from "./layout.ts";
import { type Pending, type PendingCall, without, withStatus } from "./pending.ts";
import type { TwinBuilder } from "./twin-builder.ts";
import { count, countTaken, enterAgent, pushDelegation, setDue, unwind, write } from "./twin-changes.ts";
import { edgeAllows, passIsSpent } from "./twin-conditions.ts";

/** A handoff that is due in an agent's open reply. */
export interface DueHandoff {
  readonly agent: Agent;
  readonly pending: Pending;
  readonly call: PendingCall;
}

/**
 * A handoff is due: it needs a person, or calls something first, or is taken, or is refused. Where a budget is not
 * counted, it may be spent: then the handoff is refused, and the limit's outcome comes next.
 */
export function handoffCommands(
  builder: TwinBuilder,
  { agent, pending, call }: DueHandoff,
  rows: readonly Row[],
): readonly Pending[] {
  const { layout } = builder;
  const handoff = lookup(agent.handoffs, call.name);
  if (handoff === undefined) return [];
  const { to, approval, onHandoff } = handoff;
  const allowed = edgeAllows(layout, handoff);
  const spent = passIsSpent(layout, to);
  const place = placeOf(agent.name, "deciding");
  const here = {
    place,
    agent: agent.name,
    pending,
    owner: "machine",
    event: `handoff.${to}`,
    name: ({ change }: Row) => handoffText(change, to),
  } as const;
  const [asked, hooking, rest] = [
    withStatus(pending, 0, "asked"),
    withStatus(pending, 0, "hooking"),
    without(pending, 0),
  ];
  const add = (isOpen: Predicate, isSpent: Predicate, when: Predicate, assumes?: string): void => {
    const facts = { call, place: 0, ...(assumes === undefined ? {} : { assumes }) };
    builder.add({ ...here, when, facts }, rows, {
      holds: (row) => {
        if (row.when === "openWithApproval") return approval && call.status === "ready" ? isOpen : never;
        if (row.when === "openWithHook") return onHandoff !== null && call.status !== "agreed" ? isOpen : never;
        return row.when === "open" ? isOpen : never;
      },
      apply: ({ change }, effect) => {
        if (change === "askForHandoff") return asked;
        if (change === "callHook") return hooking;
        if (change === "handOff") return take(effect);
        count(layout, effect, "refusals");
        effect.when(isSpent, (inner) => inner.set("spent", 1));
        return rest;
      },
    });
  };
  const take = (effect: Effect): undefined => {
    setDue(effect, "model");
    countTaken(effect, handoff);
    write(layout, effect, handoff.set);
    if (handoff.mode === "delegate") pushDelegation(layout, effect, handoff);
    else unwind(layout, effect, to);
    count(layout, effect, "handoffs");
    enterAgent(layout, effect, to);
    return undefined;
  };
  add(all(allowed, not(spent.must)), all(allowed, spent.must), always);
  const maybe = all(allowed, spent.may, not(spent.must));
  if (maybe.kind !== "truth" || maybe.value) add(never, always, maybe, "a budget is spent");
  return [asked, hooking, rest];
}

function handoffText(change: Row["change"], to: string): string {
  switch (change) {
    case "askForHandoff":
      return `asks whether to hand off to ${to}`;
    case "callHook":
      return `prepares the handoff to ${to}`;
    case "refuseHandoff":
      return `refuses the handoff to ${to}`;
    default:
      return `hands off to ${to}`;
  }
}
