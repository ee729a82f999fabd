import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Dialog } from "../controls/dialog.tsx";
import { follow } from "../store/changes.ts";
import { useDesk, usePage } from "../store/use-page.ts";
import { ModelChoice } from "./model-choice.tsx";

/** Opens a session: with which model, and what is said first. */
export function NewSessionDialog(): JSX.Element {
  const { store, endpoint } = useDesk();
  const models = usePage((state) => state.flow?.models ?? []);
  const [model, setModel] = useState(models[0] ?? "");
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const open = async (): Promise<void> => {
    const answer = await endpoint.open({
      ...(model === "" ? {} : { model }),
      ...(text.trim() === "" ? {} : { text: text.trim() }),
    });
    if (answer.kind === "refused") setProblem(answer.problem.message);
    else store.change((state) => ({ ...follow(state, answer.value.session), view: "conversation" }));
  };
  return (
    <Dialog title="New session">
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          void open();
        }}
      >
        <ModelChoice models={models} value={model} onChoose={setModel} />
        <label>
          <span>First message</span>
          <textarea rows={3} value={text} onInput={({ currentTarget }) => setText(currentTarget.value)} />
        </label>
        {problem !== null && (
          <p class="field-problem" role="alert">
            {problem}
          </p>
        )}
        <div class="form-actions">
          <button type="submit" class="primary">
            Open
          </button>
        </div>
      </form>
    </Dialog>
  );
}
