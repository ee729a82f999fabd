import { guardrailsFor } from "../../graph/graph.ts";
import type { DecodedCall } from "../../machine/call-request.ts";
import type { MachineEvent, Verdict } from "../../machine/event.ts";
import { propose } from "../../machine/propose.ts";
import { activeAgentOf } from "../../machine/state.ts";
import type { SessionSnapshot } from "../../machine/step.ts";
import type { Layout } from "./layout.ts";
import type { Move } from "./move.ts";
import type { PendingCall } from "./pending.ts";
import { openCallsOf } from "./state-of.ts";

/**
 * The event of the real machine that a move stands for, in a snapshot where it is possible: how a counterexample is
 * replayed. What no field tells (a spent budget that is not counted, an end condition on the text) it cannot bring about.
 */
export function eventOf(
  { graph }: Layout,
  move: Move,
  { snapshot, at }: { readonly snapshot: SessionSnapshot; readonly at: number },
): MachineEvent {
  const { context } = snapshot;
  const agent = activeAgentOf(snapshot.value) ?? "";
  const { turn, attempt, heard } = context;
  const call = openCallsOf(context)[move.place ?? 0]?.key ?? "";
  const usage = { inputTokens: 0, outputTokens: 0 };
  switch (move.event) {
    case "user.message":
      return { type: "user.message", text: "…", at };
    case "operator.message":
      return move.call === undefined
        ? { type: "operator.message", text: "…", at }
        : { type: "operator.message", text: "", handoff: { to: move.call.name, input: {} }, at };
    case "model.replied": {
      const { calls, refused, form, stoppedBy } = move.reply ?? {
        calls: [],
        refused: 0,
        form: null,
        stoppedBy: null,
      };
      const stop = graph.guardrails.find(({ name }) => name === stoppedBy);
      const seen: readonly Verdict[] = guardrailsFor(graph, agent, "input").map(({ name }) => ({
        guardrail: name,
        on: "input",
        outcome: "passed",
      }));
      const verdicts: readonly Verdict[] =
        stop === undefined ? seen : [...seen, { guardrail: stop.name, on: stop.on, outcome: "tripped", reason: "…" }];
      const tripped = stop?.on === "arguments" ? 1 : 0;
      const refusals = Array.from({ length: refused + tripped }, () => refusedCall);
      const decoded = [...calls.map(decodedCall), ...refusals];
      const output = form === null ? {} : { output: form === "fits" ? { value: null } : { problems: ["…"] } };
      return {
        type: "model.replied",
        turn,
        attempt,
        model: "any",
        text: "…",
        calls: decoded,
        usage,
        offers: [],
        ...output,
        verdicts,
        at,
      };
    }
    case "model.failed": {
      const error = { code: "server_error", message: "…", retryable: false };
      const left = move.change === "retry" ? ({ fallback: true } as const) : {};
      const seen = move.seen === true ? ({ inputChecked: true } as const) : {};
      return { type: "model.failed", turn, attempt, error, partial: "", jitter: 0, ...left, ...seen, at };
    }
    case "guardrail.tripped": {
      const guardrail = move.guardrail ?? "";
      const message = move.seen === true ? heard : heard - 1;
      const verdicts: readonly Verdict[] = [{ guardrail, on: "input", outcome: "tripped", reason: "…", message }];
      return { type: "guardrail.tripped", turn, attempt, guardrail, reason: "…", verdicts, partial: "", at };
    }
    case "approval.granted":
      return { type: "approval.granted", call, at };
    case "approval.denied":
      return { type: "approval.denied", call, at };
    case "deadline.passed":
      return { type: "deadline.passed", call, at };
    case "tool.returned":
      return { type: "tool.returned", call, attempt: 1, output: "…", set: move.set ?? {}, at };
    case "tool.failed": {
      const verdicts: readonly Verdict[] =
        move.guardrail === undefined
          ? []
          : [{ guardrail: move.guardrail, on: "result", outcome: "tripped", reason: "…", call }];
      return { type: "tool.failed", call, attempt: 1, code: "threw", message: "…", verdicts, at };
    }
    case "run.stopped":
      return { type: "run.stopped", partial: "", at };
    case "run.resumed":
      return { type: "run.resumed", at };
    case "session.cancelled":
      return { type: "session.cancelled", at };
    default:
      return { ...propose(graph, agent, context), at } as MachineEvent; // a proposal is an event without its time
  }
}

const refusedCall: DecodedCall = {
  id: null,
  name: "nothing",
  arguments: "{}",
  kind: "rejected",
  code: "unknown_tool",
  message: "…",
  handoff: false,
  to: null,
};

function decodedCall({ kind, name, status }: PendingCall): DecodedCall {
  const text = { id: null, name: name === "" ? kind : name, arguments: "{}" };
  switch (kind) {
    case "tool":
      return { ...text, kind, tool: name, input: {}, approval: status === "asked" };
    case "handoff":
    case "return":
      return { ...text, kind, to: name, input: {} };
    case "end":
      return { ...text, kind, input: {} };
    case "question":
      return { ...text, kind, question: "…" };
  }
}
