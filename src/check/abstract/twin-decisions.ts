import type { Agent } from "../../graph/graph.ts";
import { lookup } from "../../json.ts";
import { always, never } from "../engine/build-expression.ts";
import { placeOf } from "./layout.ts";
import type { OpenReply } from "./open-reply.ts";
import { callKey, callText, isTransferCall, type PendingCall, toolsIn, without, withStatus } from "./pending.ts";
import type { Course, Next, TwinBuilder } from "./twin-builder.ts";
import { hears, stops } from "./twin-user.ts";

/** People decide about the calls that wait for them. */
export function decisions(builder: TwinBuilder, reply: OpenReply): readonly Course[] {
  const { agent, pending, rows, once } = reply;
  const { layout } = builder;
  const spot = { place: placeOf(agent.name, "awaitingApproval"), agent };
  const byPeople = pending.flatMap((call, at) =>
    call.status === "asked" ? decision(builder, reply, { call, at }) : [],
  );
  const outside = once("outside a decision", () => [
    ...(layout.graph.whilePending === "withdraw"
      ? hears(builder, spot, rows.awaitingApproval["user.message"] ?? [])
      : []),
    ...stops(builder, spot, rows.awaitingApproval),
  ]);
  return [...byPeople, ...outside];
}

/** A call that a person decides about, and which of the open ones it is. */
interface AskedCall {
  readonly call: PendingCall;
  readonly at: number;
}

function decision(
  builder: TwinBuilder,
  { agent, pending, rows, once }: OpenReply,
  asked: AskedCall,
): readonly Course[] {
  const { call, at } = asked;
  const here = { place: placeOf(agent.name, "awaitingApproval"), agent: agent.name } as const;
  const isMore = pending.some((other, index) => index !== at && other.status === "asked");
  const grant: Next = (open) => withStatus(open, at, call.kind === "tool" ? "ready" : "granted");
  const deny: Next = (open) => without(open, at).filter((other) => !isTransferCall(other));
  return [
    ["approval.granted", "approver", grant, `allows ${callText(call)}`] as const,
    ["approval.denied", "approver", deny, `denies ${callText(call)}`] as const,
    ...(canExpire(builder, agent, call)
      ? [["deadline.passed", "clock", deny, `runs out on ${callText(call)}`] as const]
      : []),
  ].flatMap(([event, owner, next, name]) => {
    const hasTools = toolsIn(next(pending)).length > 0;
    return once(`${event} ${at} ${callKey(call)} ${isMore} ${hasTools}`, () =>
      builder.courses({ ...here, event, owner, name, facts: { call, place: at } }, rows.awaitingApproval[event] ?? [], {
        holds: ({ when }) => {
          if (when === "moreApprovals") return isMore ? always : never;
          return when === "toolsPending" && hasTools ? always : never;
        },
        apply: () => next,
      }),
    );
  });
}

/** Whether a call is denied where nobody decides in time. */
function canExpire({ layout }: TwinBuilder, { handoffs }: Agent, { kind, name }: PendingCall): boolean {
  const asked = kind === "tool" ? lookup(layout.graph.tools, name) : lookup(handoffs, name);
  return typeof asked?.approvalExpires === "number";
}
