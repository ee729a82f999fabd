import type { JSX } from "preact";
import { isUnknown } from "../store/changes.ts";
import type { PageState } from "../store/page-state.ts";
import { canControl } from "../store/show-example.ts";
import { useDesk, usePage } from "../store/use-page.ts";

/** Stands where nothing has been said yet, and says how to begin. */
export function NoConversation(): JSX.Element {
  const { store } = useDesk();
  const session = usePage((state) => state.session);
  const hasOthers = usePage((state) => state.sessions.length > 0);
  const isLost = usePage(isUnknown);
  const isControlled = usePage(canControl);
  const show = (dialog: PageState["dialog"]) => (): void => store.change((state) => ({ ...state, dialog }));
  const hasNone = session === null || isLost;
  const isBroken = usePage((state) => state.sessions.some(({ id, problem }) => id === session && problem !== null));
  return (
    <div class="no-conversation">
      <p>
        {isLost
          ? `There is no session “${session}” here.`
          : hasNone
            ? "No session is open."
            : isBroken
              ? "This session cannot be shown."
              : "Nothing has been said yet."}
      </p>
      {(hasNone || isBroken) && hasOthers && (
        <button type="button" onClick={show("sessions")}>
          Choose a session
        </button>
      )}
      {(hasNone || isBroken) && isControlled && (
        <button type="button" class="primary" onClick={show("new")}>
          New session
        </button>
      )}
    </div>
  );
}
