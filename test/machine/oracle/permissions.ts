import type { Graph, JsonValue, Variables } from "handoff-machine";
import { bindingOf } from "../../../src/machine/approval-binding.ts";
import { must, type WalkStep, type Watch } from "../walk.ts";
import { newMessages, place } from "./news.ts";
import { holdsFor } from "./read-guard.ts";

/*
 * Which tools may run: only those that the agent has, whose guard held when the model called them, and that a person
 * allowed where one must. Keeps its own list of grants, and of what people decided for the rest of the session.
 */

/** Watches the calls of tools; `onRun` is told why each was allowed. */
export function watchPermissions(graph: Graph, onRun: (why: string) => void): Watch {
  let known: Variables = graph.variables.initial;
  const granted = new Map<string, JsonValue | null>();
  const asked = new Set<string>();
  const kept = new Map<string, boolean>();

  return (step) => {
    const { event, before, after } = step;
    const decides = event.type === "approval.granted" || event.type === "approval.denied";
    if (decides) must(isHeard(step) === (after !== before), "a decision counts when it is about what waits, in time");
    if (after === before) return;
    if (event.type === "model.replied") {
      known = before.context.variables;
      for (const [index, call] of event.calls.entries()) {
        if (call.kind === "tool" && call.approval) asked.add(`${event.turn}.${index}`);
      }
    }
    if (event.type === "approval.granted") granted.set(event.call, event.edited?.input ?? null);
    if (decides && event.remember !== undefined) keep(step);
    if (event.type === "run.resumed" && place(before)?.inner === "awaitingTools") doubted(step);
    for (const { type, params } of step.effects) {
      if (type !== "callTools") continue;
      must(
        !after.context.reply?.calls.some(({ approval, result }) => approval === "pending" && result === null),
        "all approvals of a reply are decided before anything of it runs (S4)",
      );
      for (const task of params.calls) if (task.kind === "tool") mayRun(task, params.agent);
    }
    for (const message of newMessages(step)) {
      if (message.role !== "tool" || message.status !== "returned") continue;
      must(
        !asked.has(message.call) || granted.has(message.call) || isKept(step, message.call),
        "nothing that needs approval returns without it",
      );
    }
  };

  function mayRun(
    { call, tool: name, input, attempt }: { call: string; tool: string; input: JsonValue; attempt: number },
    agent: string,
  ): void {
    const tool = graph.tools[name];
    must(graph.agents[agent]?.tools.includes(name) === true && tool !== undefined, `${agent} has the tool ${name}`);
    must(holdsFor(tool.guard, known), `the guard of ${name} held when the model called it`);
    must(attempt === 1 || tool.inDoubt !== "fail", `${name} is not run again when it may have had an effect`);
    const isAsked = asked.has(call) || (attempt > 1 && tool.inDoubt === "ask");
    const isGranted = granted.has(call);
    const remembered = kept.get(`${name} ${JSON.stringify(input)}`) ?? kept.get(name) ?? false;
    must(
      !isAsked || isGranted || (remembered && (attempt === 1 || tool.inDoubt !== "ask")),
      `a person allowed ${name}`,
    );
    const edited = granted.get(call) ?? null;
    if (typeof edited === "object" && edited !== null)
      must(JSON.stringify(edited) === JSON.stringify(input), "what runs is what the person wrote");
    onRun(isGranted ? (edited === null ? "granted" : "edited") : isAsked ? "remembered" : "free");
  }

  /** Whether a decision is about a call that waits, as it was shown, in time. */
  function isHeard({ event, before }: WalkStep): boolean {
    if (event.type !== "approval.granted" && event.type !== "approval.denied") return false;
    const call = before.context.reply?.calls.find(({ key }) => key === event.call);
    if (place(before)?.inner !== "awaitingApproval" || call?.approval !== "pending" || call.result !== null)
      return false;
    if (call.expiresAt !== null && event.at >= call.expiresAt) return false;
    return event.binding === undefined || event.binding === bindingOf(call);
  }

  function keep({ event, before }: WalkStep): void {
    if (event.type !== "approval.granted" && event.type !== "approval.denied") return;
    const request = before.context.reply?.calls.find(({ key }) => key === event.call)?.request;
    if (request?.kind !== "tool") return;
    const edited = event.type === "approval.granted" ? event.edited?.input : undefined;
    const input = typeof edited === "object" && edited !== null ? edited : request.input;
    const isGranted = event.type === "approval.granted";
    kept.set(event.remember === "tool" ? request.tool : `${request.tool} ${JSON.stringify(input)}`, isGranted);
  }

  function isKept({ before }: WalkStep, key: string): boolean {
    const request = before.context.reply?.calls.find((call) => call.key === key)?.request;
    if (request?.kind !== "tool") return false;
    return kept.get(`${request.tool} ${JSON.stringify(request.input)}`) ?? kept.get(request.tool) ?? false;
  }

  /** A grant is used up when the process died while the tool ran, where a person must be asked then. */
  function doubted({ before }: WalkStep): void {
    for (const { key, request } of before.context.reply?.calls ?? []) {
      if (request.kind === "tool" && graph.tools[request.tool]?.inDoubt === "ask") granted.delete(key);
    }
  }
}

/** Watches that a reply of which a person denied a call hands nothing over, and that no reply does so twice (S2, S4). */
export const watchDenials: Watch = (step) => {
  const statuses = newMessages(step).flatMap((message) => (message.role === "tool" ? [message.status] : []));
  const taken = statuses.filter((status) => status === "taken").length;
  must(taken <= 1, "a reply makes one handoff at most");
  must(taken === 0 || !statuses.includes("denied"), "a denied reply makes no handoff");
};
