import { useState } from "preact/hooks";
import type { Answer } from "../wire/endpoint.ts";

/** A request that somebody waits for: whether it is under way or done, and why it was refused. */
export interface Asking {
  readonly status: "idle" | "busy" | "done";
  readonly problem: string | null;
  /** Says why it will not even be asked. */
  refuse(problem: string): void;
  ask<Value>(asked: Promise<Answer<Value>>): Promise<Answer<Value>>;
}

/** Keeps what is to be known of requests made in one place of the page. */
export function useAsking(): Asking {
  const [state, setState] = useState<Pick<Asking, "status" | "problem">>({ status: "idle", problem: null });
  return {
    ...state,
    refuse: (problem) => setState({ status: "idle", problem }),
    async ask(asked) {
      setState({ status: "busy", problem: null });
      const answer = await asked;
      setState(
        answer.kind === "done"
          ? { status: "done", problem: null }
          : { status: "idle", problem: [answer.problem.message, answer.problem.hint ?? []].flat().join(" ") },
      );
      return answer;
    },
  };
}
