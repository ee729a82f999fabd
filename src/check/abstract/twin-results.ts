import { guardrailsFor } from "../../graph/graph.ts";
import type { JsonObject, JsonValue } from "../../json.ts";
import { lookup } from "../../json.ts";
import type { Row } from "../../machine/row.ts";
import { always, eq, never, not } from "../engine/build-expression.ts";
import type { Effect } from "./effect.ts";
import { placeOf } from "./layout.ts";
import type { OpenReply } from "./open-reply.ts";
import { callKey, callText, type Pending, type PendingCall, toolsIn, without, withStatus } from "./pending.ts";
import type { Course, Next, TwinBuilder } from "./twin-builder.ts";
import { count, setDue, write } from "./twin-changes.ts";
import { stops } from "./twin-user.ts";

/** Tools come back, in any order; or what a handoff calls first. */
export function results(builder: TwinBuilder, reply: OpenReply): readonly Course[] {
  const { agent, pending, rows, once } = reply;
  const spot = { place: placeOf(agent.name, "awaitingTools"), agent };
  return [
    ...pending.flatMap((call, at) => {
      if (call.kind === "tool") return toolResults(builder, reply, { call, at });
      return call.status === "hooking" ? hookResults(builder, reply, { call, at }) : [];
    }),
    ...doubts(builder, reply),
    ...once("outside of tools", () => stops(builder, spot, rows.awaitingTools)),
  ];
}

/** A call that is carried out, and which of the open ones it is. */
interface RunningCall {
  readonly call: PendingCall;
  readonly at: number;
}

function toolResults(builder: TwinBuilder, reply: OpenReply, { call, at }: RunningCall): readonly Course[] {
  const left = without(reply.pending, at);
  const isMore = toolsIn(left).length > 0;
  const isLast = left.length === 0;
  return reply.once(`tool ${at} ${callKey(call)} ${isMore} ${isLast}`, () =>
    toolCourses(builder, reply, { call, at, isMore, isLast }),
  );
}

interface RunningTool extends RunningCall {
  /** Whether other tools are still running. */
  readonly isMore: boolean;
  /** Whether no other call is open. */
  readonly isLast: boolean;
}

function toolCourses(
  builder: TwinBuilder,
  { agent, rows: { awaitingTools: rows } }: OpenReply,
  { call, at, isMore, isLast }: RunningTool,
): readonly Course[] {
  const { layout } = builder;
  const here = { place: placeOf(agent.name, "awaitingTools"), agent: agent.name, owner: "tool" } as const;
  const about = { call, place: at };
  const holds = ({ when }: Row) => (when === "moreTools" && isMore ? always : never);
  const rest: Next = (pending) => without(pending, at);
  const close = (effect: Effect): Next => {
    if (isLast && layout.has("tripped")) effect.when(not(eq("tripped", 0)), (inner) => setDue(inner, "nothing"));
    return rest;
  };
  const returned = writesOf(builder, call.name).flatMap((set) =>
    builder.courses(
      { ...here, event: "tool.returned", name: `${call.name} returns`, facts: { ...about, set } },
      rows["tool.returned"] ?? [],
      {
        holds,
        apply: (_, effect) => {
          write(layout, effect, set);
          return close(effect);
        },
      },
    ),
  );
  const failed = builder.courses(
    { ...here, event: "tool.failed", name: `${call.name} fails`, facts: about },
    rows["tool.failed"] ?? [],
    { holds, apply: (_, effect) => close(effect) },
  );
  const tripped = guardrailsFor(layout.graph, agent.name, "result").flatMap((guardrail) => {
    const mark = layout.tripping.indexOf(guardrail.name) + 1;
    if (mark === 0 || (guardrail.tools !== null && !guardrail.tools.includes(call.name))) return [];
    const name = `guardrail ${guardrail.name} trips on the result of ${call.name}`;
    const facts = { ...about, guardrail: guardrail.name };
    return builder.courses({ ...here, event: "tool.failed", name, facts }, rows["tool.failed"] ?? [], {
      holds,
      apply: (_, effect) => {
        effect.set("tripped", mark);
        if (!isMore) setDue(effect, "nothing");
        return toolsLeft;
      },
    });
    function toolsLeft(pending: Pending): Pending {
      return toolsIn(rest(pending));
    }
  });
  return [...returned, ...failed, ...tripped];
}

function hookResults(
  builder: TwinBuilder,
  { agent, rows: { awaitingTools: rows }, once }: OpenReply,
  { call, at }: RunningCall,
): readonly Course[] {
  const here = { place: placeOf(agent.name, "awaitingTools"), agent: agent.name, owner: "tool" } as const;
  const facts = { call, place: at };
  const [agrees, refuses] = [`lets ${callText(call)} go on`, `refuses ${callText(call)}`];
  return once(`hook ${at} ${callKey(call)}`, () => [
    ...builder.courses({ ...here, event: "tool.returned", name: agrees, facts }, rows["tool.returned"] ?? [], {
      holds: () => never,
      apply: () => (pending) => withStatus(pending, at, "agreed"),
    }),
    ...builder.courses({ ...here, event: "tool.failed", name: refuses, facts }, rows["tool.failed"] ?? [], {
      holds: () => never,
      apply: (_, effect) => {
        count(builder.layout, effect, "refusals");
        return (pending) => without(pending, at);
      },
    }),
  ]);
}

/** The process died while tools ran: each is run again, or not, as it says. */
function doubts(builder: TwinBuilder, { agent, pending, rows, once }: OpenReply): readonly Course[] {
  const { graph } = builder.layout;
  const policyOf = ({ kind, name }: PendingCall) =>
    kind === "tool" ? (lookup(graph.tools, name)?.inDoubt ?? "retry") : "retry";
  const next: Next = (open) =>
    open.flatMap((call): Pending => {
      const policy = policyOf(call);
      if (policy === "fail") return [];
      return [policy === "ask" ? { ...call, status: "asked" } : call];
    });
  const asks = next(pending).some(({ status }) => status === "asked");
  const reruns = pending.some(
    (call) => call.status === "hooking" || (call.kind === "tool" && policyOf(call) === "retry"),
  );
  const here = { place: placeOf(agent.name, "awaitingTools"), agent: agent.name, owner: "clock" } as const;
  return once(`doubts ${asks} ${reruns}`, () =>
    builder.courses(
      { ...here, event: "run.resumed", name: "goes on after the process died" },
      rows.awaitingTools["run.resumed"] ?? [],
      {
        holds: ({ when }) => {
          if (when === "doubtsAsk") return asks ? always : never;
          return when === "rerunsLeft" && reruns ? always : never;
        },
        apply: () => next,
      },
    ),
  );
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
