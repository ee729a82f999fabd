import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { ProblemLine } from "../controls/problem-line.tsx";
import { useAsking } from "../controls/use-asking.ts";
import type { StandingStatus } from "../store/standing.ts";
import { useDesk } from "../store/use-page.ts";
import { ExportLink } from "./export-link.tsx";

/** Stops a run, goes on with one, ends the session for good, or takes its journal along. */
export function RunTools({
  session,
  status,
}: {
  readonly session: string;
  readonly status: StandingStatus;
}): JSX.Element {
  const { endpoint } = useDesk();
  const asking = useAsking();
  const [isSure, setSure] = useState(false);
  const canStop = status === "running" || status === "asked" || status === "awaitingApproval";
  const canResume = status === "interrupted" || status === "failed";
  const cancel = async (): Promise<void> => {
    if (!isSure) setSure(true);
    else if ((await asking.ask(endpoint.act(session, "cancel"))).kind === "done") setSure(false);
  };
  return (
    <div class="run-tools">
      {canResume && (
        <p class="remark">
          {status === "failed" ? "The run failed." : "The run stands still: nobody works on what was under way."}
        </p>
      )}
      {canStop && (
        <button type="button" onClick={() => void asking.ask(endpoint.act(session, "stop"))}>
          Stop
        </button>
      )}
      {canResume && (
        <button type="button" class="primary" onClick={() => void asking.ask(endpoint.act(session, "resume"))}>
          Resume
        </button>
      )}
      <button
        type="button"
        class={isSure ? "danger" : "quiet"}
        onClick={() => void cancel()}
        onBlur={() => setSure(false)}
      >
        {isSure ? "Really end it?" : "Cancel session"}
      </button>
      <ExportLink session={session} />
      <ProblemLine problem={asking.problem} />
    </div>
  );
}
