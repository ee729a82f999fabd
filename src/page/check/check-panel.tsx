import type { JSX } from "preact";
import { CheckForm } from "./check-form.tsx";
import { CheckOutcome } from "./check-outcome.tsx";
import { ResultList } from "./result-list.tsx";
import { useCheck } from "./use-check.ts";

/** The checker: what shall be looked at, how far it is, and what it has found. */
export function CheckPanel(): JSX.Element {
  const run = useCheck((state) => state.run);
  return (
    <div class="check-panel">
      <CheckForm />
      <CheckOutcome run={run} />
      {run.kind === "done" && <ResultList report={run.report} />}
    </div>
  );
}
