import { lookUp, replyTo, toolInput, toolOutput } from "./workload.ts";

/*
 * The floor: W1 as a hand-written loop over plain arrays, with the same schema checks and nothing else. No journal, no
 * guards, no limits, no recovery: what any orchestrator adds is measured against it.
 */

export interface FloorSession {
  readonly messages: object[];
  turn: number;
}

export function floorSession(): FloorSession {
  return { messages: [], turn: 0 };
}

/** One exchange of W1. */
export async function floorExchange(session: FloorSession, text: string, latency: number): Promise<string> {
  const { messages } = session;
  let agent = "triage";
  messages.push({ role: "user", text });
  for (;;) {
    const reply = await answer(++session.turn, latency);
    messages.push({ role: "assistant", agent, text: reply.text, calls: reply.calls });
    if (reply.calls.length === 0) return reply.text;
    for (const { id, name, arguments: json } of reply.calls) {
      const input: unknown = JSON.parse(json);
      if (name.startsWith("handoff_to_")) {
        agent = name.slice("handoff_to_".length);
        messages.push({ role: "tool", id, output: `Handed off to ${agent}.` });
      } else {
        messages.push({ role: "tool", id, output: toolOutput.parse(lookUp(toolInput.parse(input))) });
      }
    }
  }
}

function answer(turn: number, latency: number): Promise<ReturnType<typeof replyTo>> {
  if (latency === 0) return Promise.resolve(replyTo(turn));
  return new Promise((resolve) => setTimeout(() => resolve(replyTo(turn)), latency));
}
