import { type Agent, guardrailsFor } from "../../graph/graph.ts";
import type { Rows } from "../../machine/row.ts";
import type { InnerState } from "../../machine/state.ts";
import { always, eq, never } from "../engine/build-expression.ts";
import type { Effect } from "./effect.ts";
import { type Layout, placeOf, unseenField } from "./layout.ts";
import type { Pending, PendingCall } from "./pending.ts";
import { possibleReplies } from "./reply-shapes.ts";
import { type Next, nothing, type TwinBuilder } from "./twin-builder.ts";
import { count, freshExchange, seen, seenByAll, setDue } from "./twin-changes.ts";
import { pendingCommands } from "./twin-pending.ts";
import { turnCommands } from "./twin-turn.ts";
import { hears, stops } from "./twin-user.ts";

/* What the world can do in each place, and what becomes of it: the counterpart of `machine/table.ts`. */

/** What can happen before the first message. */
export function openedCommands(builder: TwinBuilder, rows: Rows): void {
  builder.follow(hears(builder, { place: "opened", agent: null }, rows["user.message"] ?? []), nothing);
  builder.addCancellation("opened", null);
}

/** What can happen while an agent has the conversation. */
export function agentCommands(builder: TwinBuilder, agent: Agent, rows: Readonly<Record<InnerState, Rows>>): void {
  const at = (inner: InnerState): string => placeOf(agent.name, inner);
  builder.follow(
    hears(builder, { place: at("awaitingUser"), agent }, rows.awaitingUser["user.message"] ?? []),
    nothing,
  );
  const open = [
    ...operatorCommands(builder, agent, rows.awaitingUser),
    ...modelCommands(builder, agent, rows.awaitingModel),
  ];
  failedCommands(builder, agent, rows.failed);
  turnCommands(builder, agent, rows.deciding["turn.due"] ?? []);
  builder.follow(stops(builder, { place: at("deciding"), agent }, rows.deciding), nothing);
  pendingCommands(builder, { agent, rows, open });
  for (const [inner, own] of Object.entries(rows)) {
    const canWait = own["user.message"]?.some(({ change }) => change === "stage") === true;
    if (canWait) builder.addStaging(`${agent.name}.${inner}`, agent.name);
  }
  for (const inner of Object.keys(rows)) builder.addCancellation(`${agent.name}.${inner}`, agent.name);
}

function operatorCommands(builder: TwinBuilder, agent: Agent, rows: Rows): readonly Pending[] {
  const { layout } = builder;
  const here = { place: placeOf(agent.name, "awaitingUser"), agent: agent.name, owner: "operator" } as const;
  const given = rows["operator.message"] ?? [];
  const say = (name: string, call: PendingCall | null, next?: Next): readonly Pending[] =>
    builder.add({ ...here, event: "operator.message", name, facts: call === null ? {} : { call } }, given, {
      holds: ({ when }) => (when === "proposesHandoff" && call !== null ? always : never),
      apply: (_, effect) => {
        freshExchange(layout, effect);
        return next;
      },
    });
  say("answers the user", null);
  say("calls what it may not", { kind: "handoff", name: "nobody", status: "ready" });
  return Object.keys(agent.handoffs).flatMap((to) => {
    const call = { kind: "handoff", name: to, status: "ready" } as const;
    return say(`hands off to ${to}`, call, () => [call]);
  });
}

function modelCommands(builder: TwinBuilder, agent: Agent, rows: Rows): readonly Pending[] {
  if (agent.kind === "human") return [];
  const { layout } = builder;
  const { graph } = layout;
  const place = placeOf(agent.name, "awaitingModel");
  const here = { place, agent: agent.name, owner: "model" } as const;
  const open = possibleReplies(layout, agent).flatMap(({ shape, when }) => {
    const { calls, refused, form, stoppedBy } = shape;
    const asks = calls.some(({ status }) => status === "asked");
    const hasTools = calls.some(({ kind }) => kind === "tool");
    const isAnswer = calls.length === 0 && refused === 0 && stoppedBy === null;
    return builder.add(
      { ...here, event: "model.replied", name: replyName(shape), when, facts: { reply: shape } },
      rows["model.replied"] ?? [],
      {
        holds: ({ when: condition }) => {
          if (condition === "approvalsDue") return asks ? always : never;
          if (condition === "toolsDue") return hasTools ? always : never;
          return condition === "nothingDue" && isAnswer ? eq("staged", 0) : never;
        },
        apply: (_, effect) => {
          seen(effect, agent.name);
          if (stoppedBy !== null) stopReply(layout, effect, stoppedBy);
          else if (!isAnswer) setDue(effect, "model");
          else if (form === "unfit") repair(layout, effect);
          else setDue(effect, agent.afterReply.length > 0 ? "afterReply" : "nothing");
          const stop = graph.guardrails.find((one) => one.name === stoppedBy);
          const tripped = stop?.on === "arguments" ? 1 : 0; // the call that tripped it is refused
          if (refused + tripped > 0) count(layout, effect, "refusals", refused + tripped);
          count(layout, effect, "toolCalls", calls.filter(({ kind }) => kind === "tool").length);
          return () => calls;
        },
      },
    );
  });
  failures(builder, agent, rows);
  for (const guardrail of guardrailsFor(graph, agent.name, "input")) {
    for (const isLast of [true, false]) {
      const name = `guardrail ${guardrail.name} trips`;
      const when = eq(unseenField(agent.name), 1);
      const facts = {
        guardrail: guardrail.name,
        seen: isLast,
        assumes: isLast ? "it is the newest message" : "another message came after it",
      };
      builder.add({ ...here, event: "guardrail.tripped", name, when, facts }, rows["guardrail.tripped"] ?? [], {
        holds: () => never,
        apply: (_, effect) => {
          const tripping = layout.tripping.indexOf(guardrail.name) + 1;
          effect.set("tripped", tripping);
          setDue(effect, "nothing");
          if (isLast && tripping === 0) seenByAll(layout, effect);
          else if (isLast) seen(effect, agent.name);
          return undefined;
        },
      });
    }
  }
  builder.follow(stops(builder, { place, agent }, rows), nothing);
  return open;
}

/** A model call that fails: for good, or so that only what guardrails have seen is different afterwards. */
function failures(builder: TwinBuilder, agent: Agent, rows: Rows): void {
  const { layout } = builder;
  const here = { place: placeOf(agent.name, "awaitingModel"), agent: agent.name, owner: "model" } as const;
  const checks = layout.has(unseenField(agent.name));
  for (const isLeft of [true, false]) {
    for (const isSeen of checks ? [false, true] : [false]) {
      const facts = { seen: isSeen, assumes: isLeft ? "it is made again" : "it is not made again" };
      // What guardrails have seen before they cannot see for the first time: nothing would come of it, time and again.
      const when = isSeen ? eq(unseenField(agent.name), 1) : always;
      builder.add({ ...here, event: "model.failed", name: "fails", when, facts }, rows["model.failed"] ?? [], {
        holds: ({ when }) => (when === "attemptsLeft" && isLeft ? always : never),
        apply: (_, effect) => {
          if (isSeen) seen(effect, agent.name);
          return undefined;
        },
      });
    }
  }
}

function failedCommands(builder: TwinBuilder, agent: Agent, rows: Rows): void {
  const { layout } = builder;
  const place = placeOf(agent.name, "failed");
  builder.follow(hears(builder, { place, agent }, rows["user.message"] ?? []), nothing);
  builder.add(
    { event: "run.resumed", owner: "user", name: "resumes the run", place, agent: agent.name },
    rows["run.resumed"] ?? [],
    {
      holds: ({ when }) => (when === "haltedByLimit" ? eq("halted", 1) : never),
      apply: ({ change }, effect) => {
        if (change === "renew") freshExchange(layout, effect);
        effect.set("halted", 0);
        return undefined;
      },
    },
  );
}

function stopReply(layout: Layout, effect: Effect, guardrail: string): void {
  const { onTrip } = layout.graph.guardrails.find(({ name }) => name === guardrail) ?? { onTrip: { kind: "refuse" } };
  if (onTrip.kind === "retry") {
    repair(layout, effect);
    return;
  }
  effect.set("tripped", layout.tripping.indexOf(guardrail) + 1);
  setDue(effect, "nothing");
}

function repair(layout: Layout, effect: Effect): void {
  count(layout, effect, "repairs");
  setDue(effect, "model");
}

function replyName({ calls, refused, form, stoppedBy }: ReturnType<typeof possibleReplies>[number]["shape"]): string {
  if (stoppedBy !== null) return `answers, and guardrail ${stoppedBy} trips`;
  if (calls.length === 0 && refused === 0) return form === "unfit" ? "answers in another form" : "answers";
  const wishes = calls.map(({ kind, name }) => wishText[kind](name));
  const others =
    refused === 0 ? [] : [refused === 1 ? "calls what it may not" : `calls ${refused} times what it may not`];
  return [...wishes, ...others].join(", ");
}

const wishText: Readonly<Record<Pending[number]["kind"], (name: string) => string>> = {
  tool: (name) => `calls ${name}`,
  handoff: (name) => `hands off to ${name}`,
  return: (name) => `returns to ${name}`,
  end: () => "ends the conversation",
  question: () => "asks the user",
};
