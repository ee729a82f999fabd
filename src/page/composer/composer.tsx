import type { JSX } from "preact";
import { headOf, isUnknown, positionOf } from "../store/changes.ts";
import { standingOf } from "../store/standing.ts";
import { useDesk, usePage } from "../store/use-page.ts";
import { ExportLink } from "./export-link.tsx";
import { ModelSeat } from "./model-seat.tsx";
import { OperatorSeat } from "./operator-seat.tsx";
import { RunTools } from "./run-tools.tsx";
import { UserSeat } from "./user-seat.tsx";

/** Whoever looks takes part: as the user, as the operator of a human agent, or in the place of the model. */
export function Composer(): JSX.Element | null {
  const canControl = usePage((state) => state.flow?.canControl ?? false);
  const session = usePage((state) => state.session);
  const isAtHead = usePage((state) => positionOf(state) === headOf(state));
  const isLost = usePage(isUnknown);
  const status = usePage(standingOf) ?? "opened";
  const problem = usePage((state) => state.sessions.find(({ id }) => id === state.session)?.problem ?? null);
  if (session === null || isLost || problem !== null) return null;
  if (!canControl) return <Onlooker session={session} text="Sessions are only looked at here." />;
  if (!isAtHead) return <Behind />;
  if (status === "completed" || status === "cancelled")
    return <Onlooker session={session} text="The session is over." />;
  return (
    <div class="composer">
      {status === "asked" && <ModelSeat />}
      {status === "awaitingOperator" && <OperatorSeat session={session} />}
      {status !== "asked" && status !== "awaitingOperator" && <UserSeat session={session} />}
      <RunTools session={session} status={status} />
    </div>
  );
}

/** Nothing can be said; but what was said can be taken along. */
function Onlooker({ session, text }: { readonly session: string; readonly text: string }): JSX.Element {
  return (
    <div class="composer composer-behind">
      <span>{text}</span>
      <ExportLink session={session} />
    </div>
  );
}

/** Nothing can be said in the past; but another session can begin there. */
function Behind(): JSX.Element {
  const { store } = useDesk();
  const position = usePage(positionOf);
  const head = usePage(headOf);
  return (
    <div class="composer composer-behind">
      <span>
        Entry {position} of {head}
      </span>
      <button type="button" onClick={() => store.change((state) => ({ ...state, dialog: "fork" }))}>
        Fork here
      </button>
      <button type="button" class="primary" onClick={() => store.change((state) => ({ ...state, position: null }))}>
        Back to live
      </button>
    </div>
  );
}
