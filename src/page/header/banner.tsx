import type { JSX } from "preact";
import { IconButton } from "../controls/button.tsx";
import { useDesk, usePage } from "../store/use-page.ts";

/** What went wrong, above all else, until it is mended or put away. */
export function Banner(): JSX.Element {
  const { store } = useDesk();
  const connection = usePage((state) => state.connection);
  const notice = usePage((state) => state.notice);
  const problem = usePage((state) => state.sessions.find(({ id }) => id === state.session)?.problem ?? null);
  return (
    <div class="banners">
      {connection === "lost" && (
        <div class="banner banner-bad" role="alert">
          <span>The connection to the server is lost: what is shown may be old. Trying again.</span>
        </div>
      )}
      {problem !== null && (
        <div class="banner banner-stop" role="alert">
          <span>This session cannot be shown: {problem}</span>
        </div>
      )}
      {notice !== null && connection !== "lost" && (
        <div class="banner banner-bad" role="alert">
          <span>
            {notice.message} {notice.hint}
          </span>
          <IconButton
            icon="close"
            label="Put this away"
            onPress={() => store.change((state) => ({ ...state, notice: null }))}
          />
        </div>
      )}
    </div>
  );
}
