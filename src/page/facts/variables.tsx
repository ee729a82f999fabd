import type { JSX } from "preact";
import type { FoldedSession } from "../../inspect/folded-session.ts";
import type { JsonValue } from "../../json.ts";
import { positionsUpTo } from "../record/bisect.ts";
import type { SessionRecord } from "../record/session-record.ts";
import { goTo } from "../store/changes.ts";
import { useDesk } from "../store/use-page.ts";

/** The variables with their values: what has just changed stands out, and where it changed is a click away. */
export function Variables({
  record,
  position,
  folded,
}: {
  readonly record: SessionRecord;
  readonly position: number;
  readonly folded: FoldedSession;
}): JSX.Element {
  const { store } = useDesk();
  const rows = Object.entries(folded.variables).map(([name, value]) => {
    const changes = record.changesByVariable.get(name) ?? [];
    const changedAt = changes[positionsUpTo(changes, position) - 1] ?? 0;
    const was = changedAt === 0 ? undefined : record.timeline.at(changedAt - 1).variables[name];
    return { name, value, changedAt, was, isNew: changedAt === position && position > 0 };
  });
  return (
    <section class="facts-section" aria-labelledby="variables-title">
      <h2 id="variables-title">Variables</h2>
      {rows.length === 0 ? (
        <p class="empty">The graph declares none.</p>
      ) : (
        <table class="variables">
          <tbody>
            {rows.map(({ name, value, changedAt, was, isNew }) => (
              <tr key={name} class={isNew ? "is-new" : undefined}>
                <th scope="row">{name}</th>
                <td>
                  {isNew && was !== undefined && (
                    <>
                      <del>{shortJson(was)}</del> <span class="unseen">becomes</span>
                    </>
                  )}
                  <code class={typeof value === "boolean" ? `value-${value}` : undefined}>{shortJson(value)}</code>
                </td>
                <td class="changed-at">
                  {changedAt > 0 && (
                    <button
                      type="button"
                      class="position-link"
                      title={`Changed at ${changedAt}: go there`}
                      onClick={() => store.change((state) => goTo(state, changedAt))}
                    >
                      {changedAt}
                    </button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

const longest = 120;

function shortJson(value: JsonValue): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
