import { type Graph, guardrailsFor } from "../../../src/graph/graph.ts";
import { lookup } from "../../../src/json.ts";
import type { SessionContext } from "../../../src/machine/context.ts";
import type { MachineEvent, Verdict } from "../../../src/machine/event.ts";
import type { Answer } from "./possible-answers.ts";

/** Whose model is asked, and what it may answer. */
export interface Asked {
  readonly agent: string | null;
  readonly answers: readonly Answer[];
}

/** What can come of a question to a model: an answer, a failure, a guardrail that trips; also from the turn before. */
export function modelEvents(graph: Graph, context: SessionContext, { agent, answers }: Asked): readonly MachineEvent[] {
  const { turn, attempt, heard } = context;
  const rails = agent === null ? [] : guardrailsFor(graph, agent, "input");
  const unseen = agent === null || rails.length === 0 ? [] : unseenBy(agent, context);
  const passed = unseen.flatMap((message) =>
    rails.map(({ name }): Verdict => ({ guardrail: name, on: "input", outcome: "passed", message })),
  );
  const usage = { inputTokens: 0, outputTokens: 0 };
  const replied = { type: "model.replied", turn, attempt, model: "any", usage, offers: [], at: 1 } as const;
  const error = { code: "server_error", message: "…" };
  const failed = { type: "model.failed", turn, attempt, partial: "", jitter: 0, at: 1 } as const;
  const failures = [true, false].flatMap((retryable) =>
    [{}, { fallback: true } as const].flatMap((next) =>
      [{}, { inputChecked: true } as const].map((seen) => ({
        ...failed,
        error: { ...error, retryable },
        ...next,
        ...seen,
      })),
    ),
  );
  const trips = rails.flatMap(({ name: guardrail }) =>
    (unseen.length === 0 ? [heard] : unseen).map((message) => {
      const verdicts = [{ guardrail, on: "input", outcome: "tripped", reason: "…", message }] as const;
      return {
        type: "guardrail.tripped",
        turn,
        attempt,
        guardrail,
        reason: "…",
        verdicts,
        partial: "",
        at: 1,
      } as const;
    }),
  );
  const events = [
    ...answers.map(({ verdicts, ...answer }) => ({ ...replied, ...answer, verdicts: [...passed, ...verdicts] })),
    ...failures,
    ...trips,
  ];
  const stale = [replied, failures[0], trips[0]].flatMap((event) =>
    event === undefined ? [] : [{ text: "…", calls: [], verdicts: [], ...event, turn: turn - 1 } as MachineEvent],
  );
  return [...events, ...stale];
}

/** Where the user messages stand that an agent's guardrails have not seen. */
function unseenBy(agent: string, { conversation, checked }: SessionContext): readonly number[] {
  const seen = lookup(checked, agent) ?? -1;
  return [...conversation].flatMap(({ role }, index) => (role === "user" && index > seen ? [index] : []));
}
