import type { JSX } from "preact";
import type { GraphReport } from "../../check/check-graph.ts";
import type { Verdict } from "../../check/engine/result.ts";
import type { GraphResult } from "../../check/graph-result.ts";
import { ResultRow } from "./result-row.tsx";
import { useCheck, useCheckDesk } from "./use-check.ts";

const order: readonly Verdict[] = ["violated", "unknown", "vacuous", "holds"];

/** Every property with its verdict: those of the graph's own author first, and of each kind what does not hold. */
export function ResultList({ report }: { readonly report: GraphReport }): JSX.Element {
  const { store } = useCheckDesk();
  const filter = useCheck((state) => state.filter);
  const search = useCheck((state) => state.search);
  const wanted = search.trim().toLowerCase();
  const shown = report.results.filter(
    ({ verdict, name }) => (filter === "all" || verdict === filter) && name.toLowerCase().includes(wanted),
  );
  const counted = order
    .map((verdict) => ({ verdict, count: countOf(report, verdict) }))
    .filter(({ count }) => count > 0);
  return (
    <section class="check-results" aria-label="Properties">
      <fieldset class="check-filter" aria-label="Show">
        <button
          type="button"
          aria-pressed={filter === "all"}
          onClick={() => store.change((state) => ({ ...state, filter: "all" }))}
        >
          all {report.results.length}
        </button>
        {counted.map(({ verdict, count }) => (
          <button
            key={verdict}
            type="button"
            aria-pressed={filter === verdict}
            onClick={() => store.change((state) => ({ ...state, filter: verdict }))}
          >
            {verdict} {count}
          </button>
        ))}
      </fieldset>
      <input
        type="search"
        class="check-search"
        placeholder="Search properties"
        aria-label="Search properties"
        value={search}
        onInput={({ currentTarget }) => store.change((state) => ({ ...state, search: currentTarget.value }))}
      />
      <Group title="Asked of this graph" results={shown.filter(({ isDefault }) => !isDefault)} report={report} />
      <Group title="Asked of every graph" results={shown.filter(({ isDefault }) => isDefault)} report={report} />
      {shown.length === 0 && <p class="empty">No property is like this.</p>}
    </section>
  );
}

function Group({
  title,
  results,
  report,
}: {
  readonly title: string;
  readonly results: readonly GraphResult[];
  readonly report: GraphReport;
}): JSX.Element | null {
  if (results.length === 0) return null;
  const sorted = results.toSorted((one, other) => order.indexOf(one.verdict) - order.indexOf(other.verdict));
  return (
    <>
      <h2 class="check-group">{title}</h2>
      <ul>
        {sorted.map((result) => (
          <ResultRow key={result.name} result={result} report={report} />
        ))}
      </ul>
    </>
  );
}

function countOf({ results }: GraphReport, verdict: Verdict): number {
  return results.filter((result) => result.verdict === verdict).length;
}
