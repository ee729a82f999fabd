import type { JSX } from "preact";
import { Dialog } from "../controls/dialog.tsx";
import { positionOf } from "../store/changes.ts";
import { useDesk, usePage } from "../store/use-page.ts";
import { BeginSessionForm } from "./begin-session-form.tsx";

/** Begins another session with the entries up to the position that is shown. */
export function ForkDialog(): JSX.Element {
  const { endpoint } = useDesk();
  const session = usePage((state) => state.session) ?? "";
  const position = usePage(positionOf);
  const intro = (
    <p>
      A new session begins with entries 0 to {position} of <strong>{session}</strong> and goes its own way from there.
      This one stays as it is.
    </p>
  );
  return (
    <Dialog title="Fork here">
      <BeginSessionForm
        action="Fork"
        begin={(chosen) => endpoint.fork(session, { ...chosen, position })}
        intro={intro}
      />
    </Dialog>
  );
}
