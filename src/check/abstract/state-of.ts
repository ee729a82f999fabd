import { lookup } from "../../json.ts";
import type { Call, SessionContext } from "../../machine/context.ts";
import { edgeKey } from "../../machine/edge.ts";
import { stateName } from "../../machine/state.ts";
import type { SessionSnapshot } from "../../machine/step.ts";
import type { Abstraction } from "./derive-model.ts";
import { classOf } from "./finite-variables.ts";
import { variableField } from "./guard-predicate.ts";
import {
  checksInput,
  dues,
  type Layout,
  outcomeIndex,
  pendingField,
  placeField,
  placeOf,
  stackField,
  takenField,
  turnsField,
  unseenField,
} from "./layout.ts";
import { canonical, type PendingCall } from "./pending.ts";

/**
 * The checker's state of a snapshot: the value of each field of the model, in its order. Total for all snapshots that the
 * model can reach; `null` where an open reply, a variable's value or a pile of delegations is none that the model knows.
 */
export function stateOf({ layout, model, pending }: Abstraction, snapshot: SessionSnapshot): readonly number[] | null {
  const { context } = snapshot;
  const name = stateName(snapshot.value);
  const isOver = name === "completed" || name === "cancelled";
  const place = typeof name === "string" ? name : placeOf(name.agent, name.inner);
  const open = isOver ? 0 : pending.find(openCallsOf(context));
  const facts = isOver
    ? new Map<string, number>()
    : factsOf(layout, context, typeof name === "string" ? null : name.agent);
  facts.set(placeField, layout.places.indexOf(place));
  facts.set("outcome", Math.max(0, outcomeIndex(layout, isOver ? context.outcome : null)));
  if (open === undefined || (!isOver && context.stack.length > layout.depth)) return null;
  facts.set(pendingField, open);
  for (const variable of Object.keys(layout.variables)) {
    const index = classOf(variable, lookup(context.variables, variable), layout);
    if (index === -1) return null;
    facts.set(variableField(variable), index);
  }
  return model.fields.map((field) => facts.get(field.name) ?? 0);
}

function factsOf(layout: Layout, context: SessionContext, active: string | null): Map<string, number> {
  const { graph, counted, delegations, tripping } = layout;
  const { exchange, stack, tripped, halt } = context;
  const isFailed = halt?.kind === "limitReached" && graph.onLimit.kind === "fail";
  const facts = new Map<string, number>([
    ["due", dues.indexOf(context.due ?? "nothing")],
    ["staged", Number(context.staged.length > 0)],
    ["asking", Number(context.asking)],
    ["spent", Number(exchange.spent !== null)],
    ["escalated", Number(exchange.escalated)],
    ["halted", Number(isFailed)],
    ["tripped", tripped === null ? 0 : tripping.indexOf(tripped.guardrail) + 1],
    ["autonomous", context.autonomous],
  ]);
  for (const limit of counted) {
    const most = graph.limits[limit];
    const count: unknown = Reflect.get(exchange, limit);
    if (most !== null && typeof count === "number")
      facts.set(limit, Math.min(count, limit === "repairs" ? most + 1 : most));
  }
  for (const [level, { caller, to, turns }] of stack.entries()) {
    facts.set(stackField(level), delegations.findIndex((edge) => edge.from === caller && edge.to === to) + 1);
    const most = Math.max(0, ...delegations.map(({ maxTurns }) => maxTurns ?? 0));
    facts.set(turnsField(level), Math.min(turns, most));
  }
  for (const agent of Object.values(graph.agents)) {
    const isSeen = (lookup(context.checked, agent.name) ?? -1) >= context.heard;
    if (checksInput(graph, agent.name)) facts.set(unseenField(agent.name), Number(!isSeen));
    for (const handoff of Object.values(agent.handoffs)) {
      if (handoff.maxTimes === null) continue;
      const taken = handoff.maxTimes.per === "session" ? context.taken : exchange.taken;
      facts.set(takenField(handoff), Math.min(lookup(taken, edgeKey(handoff)) ?? 0, handoff.maxTimes.count));
    }
  }
  if (active === null) facts.set("due", 0);
  return facts;
}

/** The calls of a snapshot without a result, in the order of the model, with their keys. */
export function openCallsOf({ reply }: SessionContext): readonly (PendingCall & { readonly key: string })[] {
  const open = (reply?.calls ?? []).filter(({ result }) => result === null);
  return canonical(open.map((call) => ({ ...pendingCall(call), key: call.key }))) as readonly (PendingCall & {
    readonly key: string;
  })[]; // the same objects in another order
}

function pendingCall({ request, approval, hook }: Call): PendingCall {
  const status =
    approval === "pending"
      ? "asked"
      : hook === "pending"
        ? "hooking"
        : hook === "done"
          ? "agreed"
          : approval === "granted" && request.kind === "handoff"
            ? "granted"
            : "ready";
  switch (request.kind) {
    case "tool":
      return { kind: "tool", name: request.tool, status };
    case "handoff":
    case "return":
      return { kind: request.kind, name: request.to, status };
    case "end":
      return { kind: "end", name: "", status };
    default:
      return { kind: "question", name: "", status };
  }
}
