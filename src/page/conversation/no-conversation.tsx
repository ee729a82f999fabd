import type { JSX } from "preact";
import { useDesk, usePage } from "../store/use-page.ts";

/** Stands where nothing has been said yet, and says how to begin. */
export function NoConversation(): JSX.Element {
  const { store } = useDesk();
  const hasSession = usePage((state) => state.session !== null);
  const canControl = usePage((state) => state.flow?.canControl ?? false);
  return (
    <div class="no-conversation">
      <p>{hasSession ? "Nothing has been said yet." : "No session is open."}</p>
      {canControl && !hasSession && (
        <button type="button" class="primary" onClick={() => store.change((state) => ({ ...state, dialog: "new" }))}>
          New session
        </button>
      )}
    </div>
  );
}
