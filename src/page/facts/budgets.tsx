import type { JSX } from "preact";
import type { FoldedSession } from "../../inspect/folded-session.ts";
import { limitLabel } from "../record/note-of-update.ts";
import type { SessionRecord } from "../record/session-record.ts";
import { type Spent, spentAt } from "../record/spent-at.ts";
import { usePage } from "../store/use-page.ts";

/** The budgets whose use can be counted in a journal. */
const budgetNames = ["modelCalls", "toolCalls", "handoffs", "refusals"] as const satisfies readonly (keyof Spent)[];

/** What was spent: of the budgets of this exchange, and in tokens and money since the session opened. */
export function Budgets({
  record,
  position,
  folded,
}: {
  readonly record: SessionRecord;
  readonly position: number;
  readonly folded: FoldedSession;
}): JSX.Element {
  const limits = usePage((state) => state.graph?.graph?.limits ?? null);
  const spent = spentAt(record, position);
  const rows = budgetNames.flatMap((name) => {
    const [count, limit] = [spent[name], limits?.[name] ?? null];
    return limit === null && count === 0 ? [] : [{ name, count, limit }];
  });
  const { usage, cost } = folded;
  return (
    <section class="facts-section" aria-labelledby="budgets-title">
      <h2 id="budgets-title">Budgets of this exchange</h2>
      <ul class="budgets">
        {rows.map(({ name, count, limit }) => (
          <li key={name}>
            <span class="budget-name">{limitLabel(name)}</span>
            {limit !== null && (
              <meter min={0} max={limit} high={limit * 0.8} value={count} aria-label={limitLabel(name)} />
            )}
            <span class="budget-count">{limit === null ? count : `${count} of ${limit}`}</span>
          </li>
        ))}
      </ul>
      <p class="usage">
        {usage.inputTokens.toLocaleString()} tokens in · {usage.outputTokens.toLocaleString()} out
        {cost > 0 && ` · cost ${cost.toLocaleString(undefined, { maximumFractionDigits: 4 })}`}
      </p>
    </section>
  );
}
