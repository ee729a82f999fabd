import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Dialog } from "../controls/dialog.tsx";
import { useDesk } from "../store/use-page.ts";
import { BeginSessionForm } from "./begin-session-form.tsx";

/** Opens a session: with which model, and what is said first. */
export function NewSessionDialog(): JSX.Element {
  const { endpoint } = useDesk();
  const [text, setText] = useState("");
  const said = text.trim() === "" ? {} : { text: text.trim() };
  return (
    <Dialog title="New session">
      <BeginSessionForm action="Open" begin={(chosen) => endpoint.open({ ...chosen, ...said })}>
        <label>
          <span>First message</span>
          <textarea rows={3} value={text} onInput={({ currentTarget }) => setText(currentTarget.value)} />
        </label>
      </BeginSessionForm>
    </Dialog>
  );
}
