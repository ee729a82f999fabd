import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { SessionSummary } from "../../inspect/wire.ts";
import { Dialog } from "../controls/dialog.tsx";
import { Icon } from "../controls/icon.tsx";
import { agentIn } from "../record/ids-of-frame.ts";
import { follow } from "../store/changes.ts";
import { useDesk, usePage } from "../store/use-page.ts";
import { chosenSessions, type SessionFilter } from "./chosen-sessions.ts";
import { statuses, statusLabel } from "./status-label.ts";

/** All sessions, to choose from; found by what was said, by where they are, by who has the word. */
export function SessionsDialog(): JSX.Element {
  const { store } = useDesk();
  const sessions = usePage((state) => state.sessions);
  const looks = usePage((state) => state.graph?.looksByAgent);
  const canControl = usePage((state) => state.flow?.canControl ?? false);
  const [filter, setFilter] = useState<SessionFilter>({ text: "", status: "", agent: "" });
  const chosen = chosenSessions(sessions, filter);
  return (
    <Dialog title="Sessions">
      <div class="session-filter">
        <input
          type="search"
          placeholder="Search"
          aria-label="Search sessions"
          value={filter.text}
          onInput={({ currentTarget }) => setFilter({ ...filter, text: currentTarget.value })}
        />
        <select
          aria-label="Status"
          value={filter.status}
          onChange={({ currentTarget }) => setFilter({ ...filter, status: currentTarget.value })}
        >
          <option value="">any status</option>
          {statuses.map((status) => (
            <option key={status} value={status}>
              {statusLabel(status)}
            </option>
          ))}
        </select>
        <select
          aria-label="Agent"
          value={filter.agent}
          onChange={({ currentTarget }) => setFilter({ ...filter, agent: currentTarget.value })}
        >
          <option value="">any agent</option>
          {[...(looks?.keys() ?? [])].map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
        {canControl && (
          <button type="button" class="primary" onClick={() => store.change((state) => ({ ...state, dialog: "new" }))}>
            New session
          </button>
        )}
      </div>
      <ul class="session-list" aria-label="Sessions">
        {chosen.map((summary) => (
          <li key={summary.id}>
            <SessionRow summary={summary} />
          </li>
        ))}
      </ul>
      {chosen.length === 0 && (
        <p class="empty">{sessions.length === 0 ? "There is no session yet." : "No session is like that."}</p>
      )}
    </Dialog>
  );
}

function SessionRow({ summary }: { readonly summary: SessionSummary }): JSX.Element {
  const { store } = useDesk();
  const isFollowed = usePage((state) => state.session === summary.id);
  const { id, title, status, state, length, waiting, model, forkOf, problem, changedAt } = summary;
  const agent = agentIn(state);
  return (
    <button
      type="button"
      class="session-row"
      aria-current={isFollowed ? "true" : undefined}
      onClick={() => store.change((before) => follow(before, id))}
    >
      <span class="session-row-head">
        <span class={`status-dot status-${status}`} />
        <strong>{id}</strong>
        {forkOf !== null && (
          <span class="fork-of">
            <Icon name="fork" /> of {forkOf.session} at {forkOf.position}
          </span>
        )}
        {waiting > 0 && <span class="badge">{waiting}</span>}
        <time dateTime={new Date(changedAt).toISOString()}>{new Date(changedAt).toLocaleString()}</time>
      </span>
      <span class="session-title">{problem ?? title}</span>
      <span class="session-facts">
        {[statusLabel(status), agent, `${length} entries`, model].filter((fact) => fact !== null).join(" · ")}
      </span>
    </button>
  );
}
