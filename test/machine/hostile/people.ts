import type { JsonValue, SessionSnapshot } from "handoff-machine";
import { agentsOf, type Graph } from "../../../src/graph/graph.ts";
import { bindingOf } from "../../../src/machine/approval-binding.ts";
import type { Call } from "../../../src/machine/context.ts";
import type { MachineEvent, UserSpoke } from "../../../src/machine/event.ts";
import { type Moment, oneOf } from "./draw.ts";

/* What people say to a machine: users, operators, approvers. Every text of a user occurs once in a walk. */

/** A user message: one or several, with or without parts. */
export function userSays({ draw, at }: Moment): UserSpoke {
  const text = `u${at}`;
  const said: UserSpoke = { type: "user.message", text: draw(6) === 0 ? `${text} bye` : text, at };
  switch (draw(8)) {
    case 0:
      return { ...said, also: [{ text: `${text}b`, by: "bea" }, { text: `${text}c` }] };
    case 1:
      return {
        ...said,
        by: "al",
        parts: [
          { type: "text", text: said.text },
          { type: "image", url: "https://example.org/i.png" },
        ],
      };
    default:
      return said;
  }
}

/** An operator speaks, hands on, or both. */
export function operatorSays(graph: Graph, { draw, at }: Moment): MachineEvent {
  const agents = agentsOf(graph).map(({ name }) => name);
  const to = agents[draw(agents.length)] ?? "ann";
  if (draw(2) === 0) return { type: "operator.message", text: "I am here.", at };
  return { type: "operator.message", text: draw(2) === 0 ? "Over." : "", handoff: { to, input: {} }, at };
}

/** A decision about a call that waits: mostly one that counts, sometimes bound to something else, or too late. */
export function decides(call: Call, { draw, at }: Moment): MachineEvent {
  const remember = draw(5) === 0 ? { remember: oneOf(draw, ["tool", "arguments"] as const) } : {};
  const decision = { call: call.key, ...remember, ...bindingFor(call, draw(6)), at };
  switch (draw(6)) {
    case 0:
      return { type: "deadline.passed", call: call.key, at };
    case 1:
    case 2:
      return { type: "approval.denied", ...decision, ...(draw(2) === 0 ? { reason: "no" } : {}) };
    case 3:
      return { type: "approval.granted", ...decision, edited: { arguments: '{"sum":1}', input: editedInput(draw(4)) } };
    default:
      return { type: "approval.granted", ...decision };
  }
}

function bindingFor(call: Call, luck: number): { readonly binding?: string } {
  if (luck === 0) return { binding: "of something else" };
  return luck < 3 ? {} : { binding: bindingOf(call) };
}

function editedInput(luck: number): JsonValue {
  return luck === 0 ? "no object" : { sum: luck };
}

/** The text of every user message in an event. */
export function textsOf({ text, also = [] }: UserSpoke): readonly string[] {
  return [text, ...also.map((one) => one.text)];
}

/** The user messages that a session knows, delivered ones first; `null` stands for one that a guardrail rewrote. */
export function textsKnown({ context }: SessionSnapshot): readonly (string | null)[] {
  const delivered = [...context.conversation].filter((message) => message.role === "user");
  return [...delivered, ...context.staged].map(({ text, rewrittenBy }) => (rewrittenBy === undefined ? text : null));
}
