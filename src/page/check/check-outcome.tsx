import type { JSX } from "preact";
import type { GraphReport } from "../../check/check-graph.ts";
import { boundsText } from "../../check/exchange-bounds.ts";
import type { CheckProgress, CheckSpent } from "./check-message.ts";
import type { CheckRun } from "./check-state.ts";
import { VerdictMark } from "./verdict-mark.tsx";

/** How far a check is, or what came of it. */
export function CheckOutcome({ run }: { readonly run: CheckRun }): JSX.Element {
  switch (run.kind) {
    case "idle":
      return (
        <p class="check-note">
          Looks at every conversation that this graph allows, whatever models, tools and people do, and tells which
          properties hold. It runs in this page and calls no model.
        </p>
      );
    case "running":
      return (
        <div class="check-progress">
          <progress aria-label="Checking" />
          <Reached progress={run.progress} />
        </div>
      );
    case "cancelled":
      return (
        <div class="check-progress" role="status">
          <p>Cancelled: nothing is known.</p>
          <Reached progress={run.progress} />
        </div>
      );
    case "failed":
      return (
        <div class="failure" role="alert">
          <p>
            <strong>This graph cannot be checked.</strong>
          </p>
          <p>{run.problem.message}</p>
        </div>
      );
    case "done":
      return <Summary report={run.report} spent={run.spent} />;
  }
}

function Reached({ progress }: { readonly progress: CheckProgress | null }): JSX.Element {
  if (progress === null) return <p class="check-note">Begins …</p>;
  const { states, expanded, transitions, milliseconds, search } = progress;
  const rate = Math.round((states / Math.max(1, milliseconds)) * 1000);
  return (
    <dl class="check-numbers">
      <Figure name="states" value={states} />
      <Figure name="to be looked at" value={states - expanded} />
      <Figure name="transitions" value={transitions} />
      {search === 1 ? <Figure name="states in a second" value={rate} /> : <Figure name="search" value={search} />}
    </dl>
  );
}

function Figure({ name, value }: { readonly name: string; readonly value: number }): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value.toLocaleString("en-US")}</dd>
    </div>
  );
}

function Summary({ report, spent }: { readonly report: GraphReport; readonly spent: CheckSpent }): JSX.Element {
  const { verdict, results, states, transitions, complete, stoppedBy, parallelCalls, bounds } = report;
  const holding = results.filter((result) => result.verdict === "holds").length;
  const bound = boundsText(bounds);
  return (
    <section class="check-summary" aria-label="Result" role="status">
      <p class="check-verdict">
        <VerdictMark verdict={verdict} />
        <strong>
          {holding} of {results.length} {results.length === 1 ? "property holds" : "properties hold"}
        </strong>
      </p>
      <dl class="check-numbers">
        <Figure name="states" value={states} />
        <Figure name="transitions" value={transitions} />
        <Figure name="milliseconds" value={Math.max(1, Math.round(spent.milliseconds))} />
        <Figure name="calls in a reply" value={parallelCalls} />
      </dl>
      <p class="check-note">
        {complete ? "Every state was looked at." : `The budget of ${stoppedBy} ended the search.`}
        {spent.engine === "closures" && " This page may not generate code: the slower engine was used."}
        {bound !== "" && ` ${bound.slice(0, 1).toUpperCase()}${bound.slice(1)}.`}
      </p>
    </section>
  );
}
