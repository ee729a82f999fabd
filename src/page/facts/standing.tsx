import type { JSX } from "preact";
import type { FoldedSession } from "../../inspect/folded-session.ts";
import { statusLabel } from "../header/status-label.ts";
import { standingOf } from "../store/standing.ts";
import { usePage } from "../store/use-page.ts";

/** Where the session is, who waits for whom, and what it came to. */
export function Standing({ folded }: { readonly folded: FoldedSession }): JSX.Element {
  const status = usePage(standingOf) ?? folded.status;
  const { state, staged, delegations, outcome, result, halt } = folded;
  const rows: readonly (readonly [string, string])[] = [
    ["state", typeof state === "string" ? state : `${state.agent} · ${state.inner}`],
    ["status", statusLabel(status)],
    ...(delegations.length === 0 ? [] : [["goes back to", delegations.toReversed().join(" → ")] as const]),
    ...(staged === 0 ? [] : [["staged messages", String(staged)] as const]),
    ...(halt === null ? [] : [["stands still", haltLabel(halt)] as const]),
    ...(outcome === null ? [] : [["outcome", outcome] as const]),
    ...(result === null ? [] : [["result", JSON.stringify(result)] as const]),
  ];
  return (
    <section class="facts-section" aria-labelledby="standing-title">
      <h2 id="standing-title">Session</h2>
      <dl class="facts-list">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function haltLabel(halt: NonNullable<FoldedSession["halt"]>): string {
  return halt.kind === "modelFailed" ? `model failed: ${halt.error.code}` : `limit of ${halt.limit}`;
}
