import { useState } from "preact/hooks";
import type { Answer } from "../wire/endpoint.ts";

/** A request that somebody waits for: whether it is under way, and why it was refused. */
export interface Asking {
  readonly isBusy: boolean;
  readonly problem: string | null;
  /** Says why it will not even be asked. */
  refuse(problem: string): void;
  /** Resolves with whether it was done. */
  ask(asked: Promise<Answer<unknown>>): Promise<boolean>;
}

/** Keeps what is to be known of requests made in one place of the page. */
export function useAsking(): Asking {
  const [state, setState] = useState<Pick<Asking, "isBusy" | "problem">>({ isBusy: false, problem: null });
  return {
    ...state,
    refuse: (problem) => setState({ isBusy: false, problem }),
    async ask(asked) {
      setState({ isBusy: true, problem: null });
      const answer = await asked;
      if (answer.kind === "done") {
        setState({ isBusy: false, problem: null });
        return true;
      }
      const { message, hint } = answer.problem;
      setState({ isBusy: false, problem: hint === undefined ? message : `${message} ${hint}` });
      return false;
    },
  };
}
