import { lookup } from "../../json.ts";
import type { Row } from "../../machine/row.ts";
import { all, always, isNever, never, not } from "../engine/build-expression.ts";
import type { Predicate } from "../engine/expression.ts";
import type { Effect } from "./effect.ts";
import { placeOf } from "./layout.ts";
import { withStatus } from "./pending.ts";
import type { Course, TwinBuilder } from "./twin-builder.ts";
import { count, countTaken, enterAgent, pushDelegation, setDue, unwind, write } from "./twin-changes.ts";
import { edgeAllows, passIsSpent } from "./twin-conditions.ts";
import { refuse, type Wish } from "./wish.ts";

/**
 * A handoff is due: it needs a person, or calls something first, or is taken, or is refused. Where a budget is not
 * counted, it may be spent: then the handoff is refused, and the limit's outcome comes next.
 */
export function handoffs(builder: TwinBuilder, { agent, call }: Wish, rows: readonly Row[]): readonly Course[] {
  const { layout } = builder;
  const handoff = lookup(agent.handoffs, call.name);
  if (handoff === undefined) return [];
  const { to, approval, onHandoff } = handoff;
  const allowed = edgeAllows(layout, handoff);
  const spent = passIsSpent(layout, to);
  const here = {
    place: placeOf(agent.name, "deciding"),
    agent: agent.name,
    owner: "machine",
    event: `handoff.${to}`,
    name: ({ change }: Row) => handoffText(change, to),
  } as const;
  const courses = (isOpen: Predicate, isSpent: Predicate, when: Predicate, assumes?: string): readonly Course[] => {
    const facts = { call, place: 0, ...(assumes === undefined ? {} : { assumes }) };
    return builder.courses({ ...here, when, facts }, rows, {
      holds: (row) => {
        if (row.when === "openWithApproval") return approval && call.status === "ready" ? isOpen : never;
        if (row.when === "openWithHook") return onHandoff !== null && call.status !== "agreed" ? isOpen : never;
        return row.when === "open" ? isOpen : never;
      },
      apply: ({ change }, effect) => {
        if (change === "askForHandoff") return (pending) => withStatus(pending, 0, "asked");
        if (change === "callHook") return (pending) => withStatus(pending, 0, "hooking");
        if (change === "handOff") return take(effect);
        effect.when(isSpent, (inner) => inner.set("spent", 1));
        return refuse(layout, effect);
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
  const known = courses(all(allowed, not(spent.must)), all(allowed, spent.must), always);
  const maybe = all(allowed, spent.may, not(spent.must));
  return isNever(maybe) ? known : [...known, ...courses(never, always, maybe, "a budget is spent")];
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
