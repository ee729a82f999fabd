import type { JSX } from "preact";
import { IconButton } from "../controls/button.tsx";
import { goTo, positionOf } from "../store/changes.ts";
import { closeExample } from "../store/show-example.ts";
import { useDesk, usePage } from "../store/use-page.ts";
import { stepAt } from "./example-record.ts";

/** Stands below the chart while a conversation of the checker is shown: which step it is, on, back, and out. */
export function ExampleBar(): JSX.Element | null {
  const { store } = useDesk();
  const example = usePage((state) => state.example);
  const position = usePage(positionOf);
  if (example === null) return null;
  const { name, trace, positions } = example;
  const index = stepAt(positions, position);
  const step = index === null ? null : trace.steps[index];
  const before = index === null ? undefined : positions[index - 1];
  const after = positions[index === null ? 0 : index + 1];
  const isCut = positions.includes(null);
  const go = (to: number | null | undefined): void => {
    if (to != null) store.change((state) => goTo(state, to));
  };
  return (
    <section class="example-bar" aria-label="Counterexample">
      <p class="example-name">
        <span class="example-kind">From the checker</span> {name}
      </p>
      <p class="example-step" aria-live="polite">
        {step === null || step === undefined ? (
          "Before the first step"
        ) : (
          <>
            <strong>{step.actor}</strong> {step.what}
            {step.notes.length > 0 && <span class="trace-notes">{step.notes.join(" · ")}</span>}
          </>
        )}
      </p>
      {after == null && (trace.loopStart !== null || isCut) && (
        <p class="trace-notes">
          {isCut
            ? "The machine comes no further: the rest assumes what the checker does not count."
            : "And so on, for ever."}
        </p>
      )}
      <div class="example-buttons">
        <IconButton icon="back" label="Previous step" isDisabled={before == null} onPress={() => go(before)} />
        <span class="example-count">
          {index === null ? 0 : index + 1} / {trace.steps.length}
        </span>
        <IconButton icon="forward" label="Next step" isDisabled={after == null} onPress={() => go(after)} />
        <button type="button" onClick={() => store.change(closeExample)}>
          Back to the session
        </button>
      </div>
    </section>
  );
}
