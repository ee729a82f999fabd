import type { ComponentChildren, JSX } from "preact";
import { useState } from "preact/hooks";
import { ProblemLine } from "../controls/problem-line.tsx";
import { useAsking } from "../controls/use-asking.ts";
import { follow } from "../store/changes.ts";
import { useDesk, usePage } from "../store/use-page.ts";
import type { Answer, OpenedSession } from "../wire/endpoint.ts";

/** Asks which model answers, and begins a session, which is followed then. */
export function BeginSessionForm({
  action,
  begin,
  intro,
  children,
}: {
  /** What the button says. */
  readonly action: string;
  readonly begin: (chosen: { readonly model?: string }) => Promise<Answer<OpenedSession>>;
  readonly intro?: ComponentChildren;
  readonly children?: ComponentChildren;
}): JSX.Element {
  const { store } = useDesk();
  const models = usePage((state) => state.flow?.models ?? []);
  const [model, setModel] = useState(models[0] ?? "");
  const asking = useAsking();
  const submit = async (): Promise<void> => {
    const answer = await asking.ask(begin(model === "" ? {} : { model }));
    if (answer.kind !== "done") return;
    store.change((state) => ({ ...follow(state, answer.value.session), view: "conversation" }));
  };
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {intro}
      <label>
        <span>Model</span>
        <select value={model} onChange={({ currentTarget }) => setModel(currentTarget.value)}>
          {models.map((name) => (
            <option key={name} value={name}>
              {name === "you" ? "you: choose every answer yourself" : name}
            </option>
          ))}
        </select>
      </label>
      {children}
      <ProblemLine problem={asking.problem} />
      <div class="form-actions">
        <button type="submit" class="primary" disabled={asking.status === "busy"}>
          {action}
        </button>
      </div>
    </form>
  );
}
