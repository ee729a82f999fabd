import type { Row } from "../../machine/row.ts";
import { never } from "../engine/build-expression.ts";
import { guardPredicate } from "./guard-predicate.ts";
import { outcomeIndex, placeOf } from "./layout.ts";
import type { OpenReply } from "./open-reply.ts";
import { callKey } from "./pending.ts";
import type { Course, TwinBuilder } from "./twin-builder.ts";
import { popDelegation, setDue, topCallerIs } from "./twin-changes.ts";
import { handoffs } from "./twin-handoff.ts";
import { stops } from "./twin-user.ts";
import { refuse, type Wish } from "./wish.ts";

/** The first wish about who speaks next is due; what else is open does not matter to it. */
export function wishes(builder: TwinBuilder, { agent, pending, rows, once }: OpenReply): readonly Course[] {
  const [call] = pending;
  if (call === undefined) return [];
  return once(`wish ${callKey(call)}`, () => [
    ...stops(builder, { place: placeOf(agent.name, "deciding"), agent }, rows.deciding),
    ...wish(builder, { agent, call }, rows.deciding),
  ]);
}

function wish(builder: TwinBuilder, due: Wish, rows: Readonly<Record<string, readonly Row[]>>): readonly Course[] {
  const { call } = due;
  switch (call.kind) {
    case "handoff":
      return handoffs(builder, due, rows[`handoff.${call.name}`] ?? []);
    case "return":
      return returns(builder, due, rows[`return.${call.name}`] ?? []);
    case "end":
      return ends(builder, due, rows["end.due"] ?? []);
    default:
      return builder.courses(
        { ...dueAt(due), event: "question.due", name: "asks the user" },
        rows["question.due"] ?? [],
        {
          holds: () => never,
          apply: (_, effect) => {
            setDue(effect, "nothing");
            effect.set("asking", 1);
            return undefined;
          },
        },
      );
  }
}

function returns(builder: TwinBuilder, due: Wish, rows: readonly Row[]): readonly Course[] {
  const { layout } = builder;
  const to = due.call.name;
  const name = ({ change }: Row) => `${change === "refuseReturn" ? "refuses the return to" : "returns to"} ${to}`;
  return builder.courses({ ...dueAt(due), event: `return.${to}`, name }, rows, {
    holds: ({ when }) => (when === "topOfStack" ? topCallerIs(layout, to) : never),
    apply: ({ change }, effect) => {
      if (change === "refuseReturn") return refuse(layout, effect);
      popDelegation(layout, effect);
      setDue(effect, "model");
      effect.set("autonomous", 0);
      return undefined;
    },
  });
}

function ends(builder: TwinBuilder, due: Wish, rows: readonly Row[]): readonly Course[] {
  const { layout } = builder;
  const { canEnd } = due.agent;
  const name = ({ change }: Row) => `${change === "refuseEnd" ? "refuses to end" : "ends"} the conversation`;
  return builder.courses({ ...dueAt(due), event: "end.due", name }, rows, {
    holds: ({ when }) => (when === "endOpen" ? guardPredicate(canEnd?.guard?.node ?? null, layout.variables) : never),
    apply: ({ change }, effect) => {
      if (change === "refuseEnd") return refuse(layout, effect);
      effect.set("outcome", outcomeIndex(layout, canEnd?.outcome ?? null));
      return undefined;
    },
  });
}

function dueAt({ agent, call }: Wish) {
  return {
    place: placeOf(agent.name, "deciding"),
    agent: agent.name,
    owner: "machine",
    facts: { call, place: 0 },
  } as const;
}
