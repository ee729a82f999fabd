import type { DecodedCall, Effect, MachineEvent, ModelCall } from "handoff-machine";
import { defaultCaps } from "../../../src/runtime/caps.ts";
import { decodeCalls } from "../../../src/runtime/decode-reply.ts";
import { toolboxes } from "../../../src/runtime/toolbox.ts";
import { hub, writtenCalls } from "./hub.ts";
import type { MixedReply, Part } from "./reply-kinds.ts";

/*
 * The world of the hub without the driver: what its models, tools and people answer, as events. The first exchange uses
 * up the handoff to `spent`; the mixed reply is the third of the session, and whoever is asked next says "Done.".
 */

/** The turn of the mixed reply. */
export const mixedTurn = 3;

/** What a model writes in a turn. */
export function writtenReply({ parts, text }: MixedReply, turn: number): { text: string; calls: readonly ModelCall[] } {
  switch (turn) {
    case 1:
      return { text: "", calls: writtenCalls([{ of: "handoff", kind: "spent" }]) };
    case 2:
      return { text: "Hello.", calls: [] };
    case mixedTurn:
      return { text, calls: writtenCalls(parts) };
    default:
      return { text: "Done.", calls: [] };
  }
}

/** Decodes the hub's calls at once: each different call is decoded when it is seen first, before anything runs. */
export async function hubDecoder(replies: readonly MixedReply[]): Promise<(call: ModelCall) => DecodedCall> {
  const toolbox = toolboxes(hub)("hub");
  const different = new Map<string, ModelCall>();
  for (const reply of replies) {
    for (const turn of [1, mixedTurn]) {
      for (const call of writtenReply(reply, turn).calls) different.set(textOf(call), call);
    }
  }
  const context = {
    world: { graph: hub, session: "s", caps: { ...defaultCaps, maxCallsPerReply: different.size } },
    agent: "hub",
    turn: mixedTurn,
    toolbox,
    delegation: null,
    variables: hub.variables.initial,
    signal: new AbortController().signal,
  };
  const { calls } = await decodeCalls([...different.values()], context);
  const decodedByText = new Map(calls.map((call) => [textOf(call), call]));
  return (call) => {
    const decoded = decodedByText.get(textOf(call));
    if (decoded === undefined) throw new TypeError(`not decoded: ${textOf(call)}`);
    return { ...decoded, id: call.id };
  };
}

function textOf({ name, arguments: text }: { name: string; arguments: string }): string {
  return `${name}(${text})`;
}

/** What the world answers to an effect. */
export function answersTo(
  { type, params }: Effect,
  { reply, decode }: { readonly reply: MixedReply; readonly decode: (call: ModelCall) => DecodedCall },
): readonly MachineEvent[] {
  switch (type) {
    case "proceed":
      return [{ ...params.event, at: 0 } as MachineEvent]; // a proposal is an event without its time
    case "callModel": {
      const { turn, attempt, offers } = params;
      const { text, calls } = writtenReply(reply, turn);
      const usage = { inputTokens: 0, outputTokens: 0 };
      const said = { turn, attempt, model: "scripted", text, calls: calls.map(decode), usage, offers };
      return [{ type: "model.replied", ...said, at: 0 }];
    }
    case "callTools":
      return params.calls.map(({ call, tool, input, attempt }): MachineEvent => {
        if (tool !== "boom")
          return { type: "tool.returned", call, attempt, output: outputOf(tool, input), set: {}, at: 0 };
        return { type: "tool.failed", call, attempt, code: "threw", message: 'The tool "boom" failed.', at: 0 };
      });
    case "requestApprovals":
      return params.calls.map(({ call }) => decisionOn(reply.parts[indexOf(call)], call));
  }
}

function outputOf(tool: string, input: unknown): DecodedOutput {
  const amount = typeof input === "object" && input !== null && "amount" in input ? Number(input.amount) : 0;
  return tool === "pay" ? { paid: amount } : tool === "lend" ? { lent: amount } : "seen";
}

type DecodedOutput = Extract<MachineEvent, { type: "tool.returned" }>["output"];

function decisionOn(part: Part | undefined, call: string): MachineEvent {
  if (part?.kind === "granted") return { type: "approval.granted", call, at: 0 };
  return part?.kind === "denied" ? { type: "approval.denied", call, at: 0 } : { type: "deadline.passed", call, at: 0 };
}

/** The place of a call in its reply. */
export function indexOf(call: string): number {
  return Number(call.split(".")[1]);
}
