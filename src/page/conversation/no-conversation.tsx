import type { JSX } from "preact";
import { canControl } from "../store/show-example.ts";
import { useDesk, usePage } from "../store/use-page.ts";

/** Stands where nothing has been said yet, and says how to begin. */
export function NoConversation(): JSX.Element {
  const { store } = useDesk();
  const hasSession = usePage((state) => state.session !== null);
  const isControlled = usePage(canControl);
  return (
    <div class="no-conversation">
      <p>{hasSession ? "Nothing has been said yet." : "No session is open."}</p>
      {isControlled && !hasSession && (
        <button type="button" class="primary" onClick={() => store.change((state) => ({ ...state, dialog: "new" }))}>
          New session
        </button>
      )}
    </div>
  );
}
