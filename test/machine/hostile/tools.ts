import type { SessionSnapshot } from "handoff-machine";
import { type Graph, guardrailsFor } from "../../../src/graph/graph.ts";
import type { MachineEvent, Verdict } from "../../../src/machine/event.ts";
import { activeAgentOf } from "../../../src/machine/state.ts";
import { type Moment, oneOf } from "./draw.ts";

/** What a tool, or a handoff's hook, comes back with; a guardrail may not let it through. */
export function toolAnswers(
  call: string,
  { graph, snapshot }: { readonly graph: Graph; readonly snapshot: SessionSnapshot },
  { draw, at }: Moment,
): MachineEvent {
  const agent = activeAgentOf(snapshot.value) ?? graph.start;
  const [guardrail] = guardrailsFor(graph, agent, "result");
  const isTool =
    snapshot.context.reply?.calls.some(({ key, request }) => key === call && request.kind === "tool") ?? false;
  const attempt = 1 + draw(2);
  if (guardrail !== undefined && isTool && draw(3) === 0) {
    const verdict: Verdict = { guardrail: guardrail.name, on: "result", outcome: "tripped", reason: "bad words", call };
    return {
      type: "tool.failed",
      call,
      attempt,
      code: "guardrail",
      message: "Not let through.",
      verdicts: [verdict],
      at,
    };
  }
  if (draw(4) === 0) {
    return {
      type: "tool.failed",
      call,
      attempt,
      code: oneOf(draw, ["threw", "refused", "timeout"]),
      message: "Broken.",
      at,
    };
  }
  const set = oneOf<Record<string, unknown>>(draw, [
    {},
    { flag: draw(2) === 0 },
    { tier: oneOf(draw, ["low", "mid", "high"]) },
    { amount: draw(10) },
    { amount: null },
  ]);
  return { type: "tool.returned", call, attempt, output: "done", set, at };
}
