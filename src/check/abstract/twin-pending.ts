import { type Agent, guardrailsFor } from "../../graph/graph.ts";
import type { JsonObject, JsonValue } from "../../json.ts";
import { lookup } from "../../json.ts";
import type { Row, Rows } from "../../machine/row.ts";
import type { InnerState } from "../../machine/state.ts";
import { always, eq, never, not } from "../engine/build-expression.ts";
import type { Effect } from "./effect.ts";
import { guardPredicate } from "./guard-predicate.ts";
import { placeOf } from "./layout.ts";
import { canonical, isTransferCall, type Pending, type PendingCall, toolsIn, without, withStatus } from "./pending.ts";
import type { TwinBuilder } from "./twin-builder.ts";
import { count, popDelegation, setDue, topCallerIs, write } from "./twin-changes.ts";
import { handoffCommands } from "./twin-handoff.ts";
import { hears, stopCommands } from "./twin-user.ts";

/* What can happen while calls of a reply have no result: people decide, tools come back, wishes are granted or not. */

/** An agent, its rows, and the replies that it can have open to begin with. */
export interface OpenReplies {
  readonly agent: Agent;
  readonly rows: Readonly<Record<InnerState, Rows>>;
  readonly open: readonly Pending[];
}

/** Adds what can happen to every reply that can be open, and to what becomes of it. */
export function pendingCommands(builder: TwinBuilder, { agent, rows, open }: OpenReplies): void {
  const met = new Set<string>();
  const waiting: Pending[] = open.map(canonical);
  for (let pending = waiting.pop(); pending !== undefined; pending = waiting.pop()) {
    const text = JSON.stringify(pending);
    if (pending.length === 0 || met.has(text)) continue;
    met.add(text);
    const spot = { agent, pending };
    const next = pending.some(({ status }) => status === "asked")
      ? decisions(builder, spot, rows)
      : pending.some(({ kind, status }) => kind === "tool" || status === "hooking")
        ? results(builder, spot, rows)
        : wishes(builder, spot, rows);
    waiting.push(...next.map(canonical));
  }
}

/** An agent's open reply. */
export interface OpenReply {
  readonly agent: Agent;
  readonly pending: Pending;
}

type Next = readonly Pending[];

/** People decide about the calls that wait for them. */
function decisions(
  builder: TwinBuilder,
  { agent, pending }: OpenReply,
  allRows: Readonly<Record<InnerState, Rows>>,
): Next {
  const rows = allRows.awaitingApproval;
  const place = placeOf(agent.name, "awaitingApproval");
  const here = { place, agent: agent.name, pending } as const;
  const next: Pending[] = [];
  for (const [at, call] of pending.entries()) {
    if (call.status !== "asked") continue;
    const expires = canExpire(builder, agent, call);
    const isMore = pending.some((other, index) => index !== at && other.status === "asked");
    const granted = withStatus(pending, at, call.kind === "tool" ? "ready" : "granted");
    const denied = without(pending, at).filter((other) => !isTransferCall(other));
    for (const [event, owner, after, name] of [
      ["approval.granted", "approver", granted, `allows ${callText(call)}`],
      ["approval.denied", "approver", denied, `denies ${callText(call)}`],
      ...(expires ? [["deadline.passed", "clock", denied, `runs out on ${callText(call)}`] as const] : []),
    ] as const) {
      builder.add({ ...here, event, owner, name, facts: { call, place: at } }, rows[event] ?? [], {
        holds: ({ when }) => {
          if (when === "moreApprovals") return isMore ? always : never;
          return when === "toolsPending" && toolsIn(after).length > 0 ? always : never;
        },
        apply: () => after,
      });
      next.push(after);
    }
  }
  const { layout } = builder;
  if (layout.graph.whilePending === "withdraw") hears(builder, { ...here, agent }, rows["user.message"] ?? []);
  stopCommands(builder, { ...here, agent }, rows);
  return next;
}

/** Whether a call is denied where nobody decides in time. */
function canExpire({ layout }: TwinBuilder, { handoffs }: Agent, { kind, name }: PendingCall): boolean {
  const asked = kind === "tool" ? lookup(layout.graph.tools, name) : lookup(handoffs, name);
  return typeof asked?.approvalExpires === "number";
}

/** Tools come back, in any order; or what a handoff calls first. */
function results(
  builder: TwinBuilder,
  { agent, pending }: OpenReply,
  allRows: Readonly<Record<InnerState, Rows>>,
): Next {
  const rows = allRows.awaitingTools;
  const here = { place: placeOf(agent.name, "awaitingTools"), agent: agent.name, pending } as const;
  const next: Pending[] = [];
  for (const [at, call] of pending.entries()) {
    if (call.kind === "tool") next.push(...toolResults(builder, { agent, pending, at, call }, rows));
    if (call.status !== "hooking") continue;
    const agreed = withStatus(pending, at, "agreed");
    const refused = without(pending, at);
    const settle = (event: "tool.returned" | "tool.failed", after: Pending, name: string): void => {
      builder.add({ ...here, event, owner: "tool", name, facts: { call, place: at } }, rows[event] ?? [], {
        holds: () => never,
        apply: (_, effect) => {
          if (event === "tool.failed") count(builder.layout, effect, "refusals");
          return after;
        },
      });
      next.push(after);
    };
    settle("tool.returned", agreed, `lets ${callText(call)} go on`);
    settle("tool.failed", refused, `refuses ${callText(call)}`);
  }
  next.push(...doubts(builder, { agent, pending }, rows));
  stopCommands(builder, { ...here, agent }, rows);
  return next;
}

interface RunningTool extends OpenReply {
  readonly at: number;
  readonly call: PendingCall;
}

function toolResults(builder: TwinBuilder, { agent, pending, at, call }: RunningTool, rows: Rows): Next {
  const { layout } = builder;
  const here = { place: placeOf(agent.name, "awaitingTools"), agent: agent.name, pending } as const;
  const after = without(pending, at);
  const isMore = toolsIn(after).length > 0;
  const holds = ({ when }: Row) => (when === "moreTools" && isMore ? always : never);
  const close = (effect: Effect, left: Pending): Pending => {
    if (left.length === 0 && layout.has("tripped"))
      effect.when(not(eq("tripped", 0)), (inner) => setDue(inner, "nothing"));
    return left;
  };
  for (const set of writesOf(builder, call.name)) {
    const name = `${call.name} returns`;
    builder.add(
      { ...here, event: "tool.returned", owner: "tool", name, facts: { call, place: at, set } },
      rows["tool.returned"] ?? [],
      {
        holds,
        apply: (_, effect) => {
          write(layout, effect, set);
          return close(effect, after);
        },
      },
    );
  }
  builder.add(
    { ...here, event: "tool.failed", owner: "tool", name: `${call.name} fails`, facts: { call, place: at } },
    rows["tool.failed"] ?? [],
    {
      holds,
      apply: (_, effect) => close(effect, after),
    },
  );
  const alone = after.filter((other) => !isTransferCall(other));
  for (const guardrail of guardrailsFor(layout.graph, agent.name, "result")) {
    const mark = layout.tripping.indexOf(guardrail.name) + 1;
    if (mark === 0 || (guardrail.tools !== null && !guardrail.tools.includes(call.name))) continue;
    const name = `guardrail ${guardrail.name} trips on the result of ${call.name}`;
    const facts = { call, place: at, guardrail: guardrail.name };
    builder.add({ ...here, event: "tool.failed", owner: "tool", name, facts }, rows["tool.failed"] ?? [], {
      holds,
      apply: (_, effect) => {
        effect.set("tripped", mark);
        if (alone.length === 0) setDue(effect, "nothing");
        return alone;
      },
    });
  }
  return [after, alone];
}

/** The process died while tools ran: each is run again, or not, as it says. */
function doubts(builder: TwinBuilder, { agent, pending }: OpenReply, rows: Rows): Next {
  const { graph } = builder.layout;
  const after = pending.flatMap((call): Pending => {
    const policy = call.kind === "tool" ? (lookup(graph.tools, call.name)?.inDoubt ?? "retry") : "retry";
    if (policy === "fail") return [];
    return [policy === "ask" ? { ...call, status: "asked" } : call];
  });
  const asks = after.some(({ status }) => status === "asked");
  const reruns = pending.some(
    (call) =>
      call.status === "hooking" || (call.kind === "tool" && lookup(graph.tools, call.name)?.inDoubt === "retry"),
  );
  const place = placeOf(agent.name, "awaitingTools");
  builder.add(
    { event: "run.resumed", owner: "clock", name: "goes on after the process died", place, agent: agent.name, pending },
    rows["run.resumed"] ?? [],
    {
      holds: ({ when }) => {
        if (when === "doubtsAsk") return asks ? always : never;
        return when === "rerunsLeft" && reruns ? always : never;
      },
      apply: () => after,
    },
  );
  return [after];
}

/** The first wish about who speaks next is due. */
function wishes(
  builder: TwinBuilder,
  { agent, pending }: OpenReply,
  allRows: Readonly<Record<InnerState, Rows>>,
): Next {
  const rows = allRows.deciding;
  const place = placeOf(agent.name, "deciding");
  const [call] = pending;
  if (call === undefined) return [];
  const { layout } = builder;
  const here = { place, agent: agent.name, pending, owner: "machine", facts: { call, place: 0 } } as const;
  const rest = without(pending, 0);
  stopCommands(builder, { place, agent, pending }, rows);
  switch (call.kind) {
    case "handoff":
      return handoffCommands(builder, { agent, pending, call }, rows[`handoff.${call.name}`] ?? []);
    case "return": {
      const to = call.name;
      const name = ({ change }: Row) => `${change === "refuseReturn" ? "refuses the return to" : "returns to"} ${to}`;
      builder.add({ ...here, event: `return.${to}`, name }, rows[`return.${to}`] ?? [], {
        holds: ({ when }) => (when === "topOfStack" ? topCallerIs(layout, to) : never),
        apply: ({ change }, effect) => {
          if (change === "refuseReturn") return refuse(builder, effect, rest);
          popDelegation(layout, effect);
          setDue(effect, "model");
          effect.set("autonomous", 0);
          return undefined;
        },
      });
      return [rest];
    }
    case "end": {
      const { canEnd } = agent;
      const name = ({ change }: Row) => `${change === "refuseEnd" ? "refuses to end" : "ends"} the conversation`;
      builder.add({ ...here, event: "end.due", name }, rows["end.due"] ?? [], {
        holds: ({ when }) =>
          when === "endOpen" ? guardPredicate(canEnd?.guard?.node ?? null, layout.variables) : never,
        apply: ({ change }, effect) => {
          if (change === "refuseEnd") return refuse(builder, effect, rest);
          effect.set("outcome", layout.outcomes.indexOf(canEnd?.outcome ?? "none"));
          return undefined;
        },
      });
      return [rest];
    }
    default:
      builder.add({ ...here, event: "question.due", name: "asks the user" }, rows["question.due"] ?? [], {
        holds: () => never,
        apply: (_, effect) => {
          setDue(effect, "nothing");
          effect.set("asking", 1);
          return undefined;
        },
      });
      return [];
  }
}

/** The wish is not granted: the model will be told. */
export function refuse({ layout }: TwinBuilder, effect: Effect, rest: Pending): Pending {
  count(layout, effect, "refusals");
  return rest;
}

/** Every combination of values that a tool may write, of the variables that guards read. */
function writesOf({ layout }: TwinBuilder, tool: string): readonly JsonObject[] {
  const names = (lookup(layout.graph.tools, tool)?.writes ?? []).filter((name) =>
    Object.hasOwn(layout.variables, name),
  );
  return names.reduce<readonly JsonObject[]>(
    (sets, name) =>
      sets.flatMap((set) => [
        set,
        ...(layout.variables[name] ?? []).map((value: JsonValue) => ({ ...set, [name]: value })),
      ]),
    [{}],
  );
}

/** How a call is printed. */
function callText({ kind, name }: PendingCall): string {
  return kind === "handoff" ? `the handoff to ${name}` : name;
}
