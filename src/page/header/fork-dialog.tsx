import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Dialog } from "../controls/dialog.tsx";
import { follow, positionOf } from "../store/changes.ts";
import { useDesk, usePage } from "../store/use-page.ts";
import { ModelChoice } from "./model-choice.tsx";

/** Begins another session with the entries up to the position that is shown. */
export function ForkDialog(): JSX.Element {
  const { store, endpoint } = useDesk();
  const session = usePage((state) => state.session) ?? "";
  const position = usePage(positionOf);
  const models = usePage((state) => state.flow?.models ?? []);
  const [model, setModel] = useState(models[0] ?? "");
  const [problem, setProblem] = useState<string | null>(null);
  const fork = async (): Promise<void> => {
    const answer = await endpoint.fork(session, { position, ...(model === "" ? {} : { model }) });
    if (answer.kind === "refused") setProblem(answer.problem.message);
    else store.change((state) => follow(state, answer.value.session));
  };
  return (
    <Dialog title="Fork here">
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          void fork();
        }}
      >
        <p>
          A new session begins with entries 0 to {position} of <strong>{session}</strong> and goes its own way from
          there. This one stays as it is.
        </p>
        <ModelChoice models={models} value={model} onChoose={setModel} />
        {problem !== null && (
          <p class="field-problem" role="alert">
            {problem}
          </p>
        )}
        <div class="form-actions">
          <button type="submit" class="primary">
            Fork
          </button>
        </div>
      </form>
    </Dialog>
  );
}
