import { evaluateGuard } from "../graph/evaluate-guard.ts";
import type { AuthoredGuard, Handoff } from "../graph/graph.ts";
import { lookup } from "../json.ts";
import type { Abstraction } from "./abstract/derive-model.ts";
import { fieldValue, placeIn, variablesIn } from "./abstract/field-value.ts";
import { variableField } from "./abstract/guard-predicate.ts";
import { dues, stackField, takenField } from "./abstract/layout.ts";
import type { Move } from "./abstract/move.ts";
import type { Step, Values } from "./engine/exploration.ts";

/** Why a step could happen, or what was asked for did not, and what has changed; each a few words. */
export function stepNotes(abstraction: Abstraction, step: Step): readonly string[] {
  const { model, moves } = abstraction;
  const move = moves[step.command];
  if (move === undefined) return [];
  const owner = model.commands[step.command]?.owner;
  const reason = reasonOf(abstraction, move, step.before);
  const isTold = move.assumes === undefined || owner === "model";
  const [agent, inner] = placeIn(abstraction, step.after);
  const isOver = agent === null && inner !== "opened";
  const outcome = move.outcome === undefined ? "" : ` as "${move.outcome}"`;
  return [
    ...(reason === null ? [] : [reason]),
    ...changes(abstraction, step),
    ...(isTold ? [] : [`assuming that ${move.assumes}`]),
    ...(isOver ? [`the session is ${inner}${outcome}`] : []),
  ];
}

function changes(abstraction: Abstraction, { before, after }: Step): readonly string[] {
  return Object.entries(abstraction.layout.variables).flatMap(([name, values]) => {
    const [old, now] = [before, after].map((state) => fieldValue(abstraction, variableField(name), state));
    return now === undefined || old === now ? [] : [`${name} := ${JSON.stringify(values[now])}`];
  });
}

/** What let a handoff, a way without a model or an end pass, or stood in its way. */
function reasonOf(abstraction: Abstraction, move: Move, before: Values): string | null {
  const agent = lookup(abstraction.layout.graph.agents, move.agent ?? "");
  if (agent === undefined) return null;
  const handoff = lookup(agent.handoffs, move.call?.name ?? "");
  switch (move.change) {
    case "handOff":
      if (handoff === undefined) return null;
      return handoff.guard === null ? "no guard on this edge" : guardText(abstraction, handoff.guard, before);
    case "follow": {
      const isRoute = fieldValue(abstraction, "due", before) === dues.indexOf("model");
      const guard = (isRoute ? agent.routes : agent.afterReply)[move.index]?.guard ?? null;
      return guard === null ? null : guardText(abstraction, guard, before);
    }
    case "endByCall":
    case "refuseEnd": {
      const guard = agent.canEnd?.guard ?? null;
      return guard === null ? null : guardText(abstraction, guard, before);
    }
    case "refuseHandoff":
      return handoff === undefined || move.assumes !== undefined ? null : closedBy(abstraction, handoff, before);
    case "halt":
    case "escalate":
      return spentText(abstraction, before);
    default:
      return null;
  }
}

/** Why a handoff is refused, in the order in which the machine asks. */
function closedBy(abstraction: Abstraction, handoff: Handoff, before: Values): string {
  const { layout } = abstraction;
  const { guard, maxTimes, mode } = handoff;
  const depth = layout.graph.delegationDepth;
  if (guard !== null && !holds(abstraction, guard, before)) return guardText(abstraction, guard, before);
  if (maxTimes !== null && fieldValue(abstraction, takenField(handoff), before) >= maxTimes.count) {
    return `taken ${maxTimes.count === 1 ? "once" : `${maxTimes.count} times`} already`;
  }
  if (mode === "delegate" && fieldValue(abstraction, stackField(depth - 1), before) > 0) {
    return `delegations are ${depth} deep already`;
  }
  return "a budget is spent";
}

/** Of the budgets that are counted, those that are spent. */
function spentText(abstraction: Abstraction, before: Values): string | null {
  const { counted, graph } = abstraction.layout;
  const spent = counted.flatMap((limit) => {
    const most = graph.limits[limit];
    if (most === null || fieldValue(abstraction, limit, before) < most) return [];
    return [`${limit} ${most} of ${most}`];
  });
  return spent.length === 0 ? null : `spent: ${spent.join(", ")}`;
}

/** Whether a guard holds, with the values that it reads: `guard holds: verified = true`. */
function guardText(abstraction: Abstraction, guard: AuthoredGuard, before: Values): string {
  const { reads } = evaluateGuard(guard.node, variablesIn(abstraction, before));
  const values = Object.entries(reads).map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
  return [holds(abstraction, guard, before) ? "guard holds" : "guard does not hold", values.join(", ")]
    .filter((part) => part !== "")
    .join(": ");
}

function holds(abstraction: Abstraction, guard: AuthoredGuard, before: Values): boolean {
  return evaluateGuard(guard.node, variablesIn(abstraction, before)).holds;
}
