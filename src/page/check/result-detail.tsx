import type { JSX } from "preact";
import type { GraphReport } from "../../check/check-graph.ts";
import { drawTrace } from "../../check/draw-trace.ts";
import { lengthText, replayText } from "../../check/format-report.ts";
import { strategyLines } from "../../check/format-strategy.ts";
import type { GraphResult } from "../../check/graph-result.ts";
import { writeTests } from "../../check/write-tests.ts";
import { Icon } from "../controls/icon.tsx";
import { CopyButton } from "./copy-button.tsx";
import { TraceSteps } from "./trace-steps.tsx";
import { useCheckDesk } from "./use-check.ts";
import { verdictMeanings } from "./verdict-mark.tsx";

/** What was found about a property: the conversation that shows it, why, and what can be taken along. */
export function ResultDetail({
  result,
  report,
}: {
  readonly result: GraphResult;
  readonly report: GraphReport;
}): JSX.Element {
  const check = useCheckDesk();
  const { name, verdict, trace, replayed, replayId, strategy, events } = result;
  const steps = trace?.steps.length ?? 0;
  const meaning = verdictMeanings[verdict];
  const test = testOf(report, result);
  return (
    <div class="check-detail">
      {meaning !== null && <p>{meaning}</p>}
      {trace !== null && steps > 0 && (
        <>
          <p class="check-note">
            {verdict === "violated" ? "A conversation that breaks it" : "A conversation that shows it"}:{" "}
            {lengthText(result, steps)}.
          </p>
          {events.length > 0 && (
            <button type="button" class="text-button primary" onClick={() => check.play(result)}>
              <Icon name="play" /> Play on the chart
            </button>
          )}
          <TraceSteps name={name} trace={trace} />
        </>
      )}
      {strategy !== null && <Lines lines={strategyLines(strategy)} />}
      <Remarks result={result} />
      {replayed !== null && steps > 0 && (
        <p class="check-note">Replayed on the compiled machine: {replayText[replayed]}.</p>
      )}
      {trace !== null && steps > 0 && (
        <div class="check-copies">
          {replayId !== null && <CopyButton label="Copy the replay id" text={replayId} />}
          {test !== null && <CopyButton label="Copy as a test" text={test} />}
          <CopyButton label="Copy as a diagram" text={drawTrace(trace, { title: `${verdict}: ${name}` })} />
        </div>
      )}
    </div>
  );
}

function Remarks({ result }: { readonly result: GraphResult }): JSX.Element {
  const { blame, counted, finding, verdict } = result;
  const edges = blame.map(({ from, to }) => `${from} → ${to}`);
  return (
    <>
      {finding?.kind === "trap" && verdict === "violated" && (
        <p>
          {finding.doomed} states have no way there
          {finding.leftForGood ? ": it is left for good." : ": it was never reached."}
        </p>
      )}
      {edges.length > 0 && (
        <p>
          <strong>Blame:</strong> without {edges.join(", or without ")} it is not violated.
        </p>
      )}
      {counted.length > 0 && <p class="check-note">Counted for this: {counted.join(", ")}.</p>}
    </>
  );
}

function Lines({ lines }: { readonly lines: readonly string[] }): JSX.Element {
  return <pre class="check-strategy">{lines.map((line) => line.replace(/^ {2}/u, "")).join("\n")}</pre>;
}

/** The test of one violation; `null` where one conversation does not show it. */
function testOf(report: GraphReport, result: GraphResult): string | null {
  const text = writeTests(
    { ...report, results: [result] },
    { module: "./flow.ts", graph: "flow", properties: ["properties"] },
  );
  return text.includes("checkEvents") ? text : null;
}
