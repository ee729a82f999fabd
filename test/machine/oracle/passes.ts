import type { Graph, Handoff } from "handoff-machine";
import { must, type WalkStep, type Watch } from "../walk.ts";
import { newMessages, newModelCalls, pass, place } from "./news.ts";
import { holdsFor } from "./read-guard.ts";

/*
 * Who may have the conversation, by an independent reading of the definition: whenever another agent has it, the authored
 * graph must say so. Keeps its own stack of delegations, its own list of what was allowed, and evaluates guards itself.
 */

interface Delegated {
  readonly caller: string;
  readonly to: string;
  turns: number;
}

/** Watches that no forbidden edge is taken; `onPass` is told by which way the conversation went. */
export function watchPasses(graph: Graph, onPass: (by: string) => void): Watch {
  let stack: Delegated[] = [];
  let tripped: string | null = null;
  let stays = 0;
  let asker: string | null = null;
  const allowed = new Set<string>();
  const prepared = new Set<string>();

  const passes = {
    handoff: handedOff,
    return: returned,
    route: routed,
    afterReply: followed,
    guardrail: guarded,
    limit: escalated,
  };

  return (step) => {
    const { event, before, after } = step;
    if (after === before) return;
    if (event.type === "approval.granted") allowed.add(event.call);
    if (event.type === "tool.returned") prepared.add(event.call);
    tripped = trippedIn(step) ?? tripped;
    const from = place(before);
    const to = place(after);
    const received = pass(step);
    if (received !== null && from !== null && to !== null) {
      must(received.from === from.agent, "who gave the conversation is who had it");
      must(
        event.type === "turn.due" || received.by === "handoff" || received.by === "return",
        "only a due turn leads on without a call",
      );
      onPass(received.by);
      passes[received.by](step, { from: from.agent, to: to.agent });
      stays = 0;
    } else if (to !== null && from?.agent !== to.agent) {
      onPass("entry");
      const staged = before.context.staged.length > 0;
      must(event.type === "user.message" || (event.type === "turn.due" && staged), "a user message leads to its agent");
      must(
        to.agent === enteredAt(graph, { active: from?.agent ?? null, asker }, step),
        "the graph's entry says who hears the user",
      );
      stack = [];
      stays = 0;
    } else if (
      event.type === "user.message" &&
      (from?.inner === "awaitingUser" || from?.inner === "failed") &&
      to !== null
    ) {
      must(
        to.agent === enteredAt(graph, { active: from.agent, asker }, step),
        "the graph's entry says who hears the user",
      );
    }
    const messages = newMessages(step);
    if (event.type === "question.due") asker = from?.agent ?? null;
    if (messages.some(({ role }) => role === "user")) {
      stays = 0;
      asker = null;
    }
    if (messages.some((one) => one.role === "prompt" && one.reason === "autonomous")) {
      must(
        ruleAfter(step, from?.agent ?? "")?.destination.kind === "same",
        "an agent goes on by itself as often as it may",
      );
      stays++;
    }
    for (const _ of newModelCalls(step)) {
      tripped = null;
      const top = stack.at(-1);
      if (top === undefined) continue;
      top.turns++;
      const most = graph.agents[top.caller]?.handoffs[top.to]?.maxTurns ?? Number.POSITIVE_INFINITY;
      must(top.turns <= most, `a delegation lasts ${most} model calls at most`);
    }
    const callers = after.context.stack.map(({ caller }) => caller);
    must(stack.map(({ caller }) => caller).join() === callers.join(), "the open delegations are those that were made");
  };

  function trippedIn({ event }: WalkStep): string | null {
    if (event.type === "guardrail.tripped") return event.guardrail;
    const verdicts = "verdicts" in event ? (event.verdicts ?? []) : [];
    return verdicts.find(({ outcome }) => outcome === "tripped")?.guardrail ?? null;
  }

  type Between = { readonly from: string; readonly to: string };

  function handedOff(step: WalkStep, { from, to }: Between): void {
    const { event, before, after } = step;
    must(event.type === `handoff.${to}` && "call" in event, "a handoff is made by its own event");
    const edge = graph.agents[from]?.handoffs[to];
    must(edge !== undefined, `${from} may hand off to ${to}`);
    const { variables, reply } = before.context;
    must(holdsFor(edge.guard, variables), `the guard of ${from} to ${to} holds`);
    const call = reply?.calls.find(({ key }) => key === event.call);
    must(call?.request.kind === "handoff" && call.request.to === to, "the reply asks for this handoff");
    must(!edge.approval || allowed.has(event.call), "a person allowed the handoff");
    must(edge.onHandoff === null || prepared.has(event.call), "what the handoff calls first has agreed");
    const written = { ...variables, ...edge.set };
    must(
      JSON.stringify(after.context.variables) === JSON.stringify(written),
      "a handoff sets its variables, and no other",
    );
    delegated(edge);
  }

  function delegated({ from, to, mode }: Handoff): void {
    if (mode === "handoff") {
      unwind(to);
      return;
    }
    must(stack.length < graph.delegationDepth, `delegations are ${graph.delegationDepth} deep at most`);
    stack.push({ caller: from, to, turns: 0 });
  }

  function returned({ event }: WalkStep, { to }: Between): void {
    const top = stack.pop();
    must(top?.caller === to, `${to} delegated last`);
    if (event.type === `return.${to}`) return;
    const most = graph.agents[to]?.handoffs[top.to]?.maxTurns ?? null;
    must(event.type === "turn.due" && most !== null && top.turns >= most, "a delegation that lasts goes on");
  }

  function routed({ before }: WalkStep, { from, to }: Between): void {
    const route = graph.agents[from]?.routes.find(({ guard }) => holdsFor(guard, before.context.variables));
    must(
      route?.destination.kind === "agent" && route.destination.agent === to,
      `the first route of ${from} that holds leads to ${to}`,
    );
    unwind(to);
  }

  function followed(step: WalkStep, { from, to }: Between): void {
    const { conversation } = step.before.context;
    const last = conversation.at(-1);
    must(
      last?.role === "assistant" && last.agent === from && last.calls.length === 0,
      "the agent has answered, without calls",
    );
    const rule = ruleAfter(step, from);
    must(rule?.destination.kind === "agent" && rule.destination.agent === to, `what follows ${from}'s answer is ${to}`);
    unwind(to);
  }

  /** What follows an answer of this agent now: the first rule that holds and is not used up. */
  function ruleAfter({ before }: WalkStep, agent: string) {
    return graph.agents[agent]?.afterReply.find(
      ({ guard, destination }) =>
        holdsFor(guard, before.context.variables) && (destination.kind !== "same" || stays < destination.maxTurns),
    );
  }

  function guarded(_: WalkStep, { from, to }: Between): void {
    const guardrail = graph.guardrails.find(({ name }) => name === tripped);
    must(
      guardrail?.onTrip.kind === "agent" && guardrail.onTrip.agent === to,
      `a guardrail tripped that leads to ${to}`,
    );
    must(guardrail.agents === null || guardrail.agents.includes(from), `it checks ${from}`);
    unwind(to);
  }

  function escalated(_: WalkStep, { to }: Between): void {
    must(graph.onLimit.kind === "handoff" && graph.onLimit.to === to, `a spent budget leads to ${to}`);
    unwind(to);
  }

  function unwind(to: string): void {
    const open = stack.findIndex(({ caller }) => caller === to);
    if (open !== -1) stack = stack.slice(0, open);
  }
}

/** Who hears the user: who asked something, or the operator who has the conversation; otherwise the graph's entry says. */
function enteredAt(
  graph: Graph,
  { active, asker }: { readonly active: string | null; readonly asker: string | null },
  { before }: WalkStep,
): string {
  if (asker !== null && asker === active) return asker;
  const { entry, start } = graph;
  if (active !== null && graph.agents[active]?.kind === "human") return active;
  if (entry.kind === "start") return start;
  const rule =
    entry.kind === "list" ? entry.rules.find(({ guard }) => holdsFor(guard, before.context.variables)) : undefined;
  return rule?.agent ?? active ?? start;
}
