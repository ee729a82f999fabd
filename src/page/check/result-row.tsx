import type { JSX } from "preact";
import type { GraphReport } from "../../check/check-graph.ts";
import { summaryText } from "../../check/format-report.ts";
import type { GraphResult } from "../../check/graph-result.ts";
import { ResultDetail } from "./result-detail.tsx";
import { useCheck, useCheckDesk } from "./use-check.ts";
import { VerdictMark } from "./verdict-mark.tsx";

/** A property with its verdict; opened, what was found about it. */
export function ResultRow({
  result,
  report,
}: {
  readonly result: GraphResult;
  readonly report: GraphReport;
}): JSX.Element {
  const { store } = useCheckDesk();
  const { name, verdict } = result;
  const isOpen = useCheck((state) => state.opened === name);
  const summary = summaryText(result, report.complete);
  return (
    <li class={`check-result is-${verdict}`}>
      <button
        type="button"
        class="check-result-head"
        aria-expanded={isOpen}
        onClick={() => store.change((state) => ({ ...state, opened: isOpen ? null : name }))}
      >
        <VerdictMark verdict={verdict} />
        <span class="check-result-name">
          {name}
          {summary !== "" && <span class="check-result-summary">{summary}</span>}
        </span>
      </button>
      {isOpen && <ResultDetail result={result} report={report} />}
    </li>
  );
}
