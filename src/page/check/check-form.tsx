import type { JSX } from "preact";
import { countable } from "../../check/abstract/layout.ts";
import { Choice } from "../controls/choice.tsx";
import { usePage } from "../store/use-page.ts";
import { type ChangedChoices, withChoices } from "./check-state.ts";
import { NumberField } from "./number-field.tsx";
import { useCheck, useCheckDesk } from "./use-check.ts";

/** Begins and ends a check, and says how much it may take. */
export function CheckForm(): JSX.Element {
  const check = useCheckDesk();
  const isReady = usePage((state) => state.graph?.graph != null);
  const isRunning = useCheck(({ run }) => run.kind === "running");
  const choices = useCheck((state) => state.choices);
  const choose = (changed: ChangedChoices): void => check.store.change((state) => withChoices(state, changed));
  return (
    <section class="check-form" aria-label="Check">
      {isRunning ? (
        <button type="button" onClick={check.cancel}>
          Cancel the check
        </button>
      ) : (
        <button type="button" class="primary" disabled={!isReady} onClick={check.run}>
          Check every conversation
        </button>
      )}
      <details class="check-choices">
        <summary>How</summary>
        <div class="check-fields">
          <div class="check-field">
            <span>Calls in one reply</span>
            <Choice
              label="Calls in one reply"
              value={String(choices.parallelCalls ?? "auto")}
              options={["auto", "1", "2", "3"].map((value) => ({ value, text: value }))}
              onChoose={(value) => choose({ parallelCalls: value === "auto" ? undefined : Number(value) })}
            />
          </div>
          <NumberField label="States at most" value={choices.states} onChange={(states) => choose({ states })} />
          <NumberField
            label="Seconds at most"
            value={choices.milliseconds === undefined ? undefined : choices.milliseconds / 1000}
            onChange={(seconds) => choose({ milliseconds: seconds === undefined ? undefined : seconds * 1000 })}
          />
          <Tick
            label="What every graph is asked"
            isOn={choices.defaults !== false}
            onChange={(defaults) => choose({ defaults })}
          />
          <Tick
            label="People may stop and cancel"
            isOn={choices.interventions === true}
            onChange={(interventions) => choose({ interventions })}
          />
          <fieldset class="check-counted">
            <legend>Budgets counted step by step</legend>
            {countable.map((limit) => (
              <Tick
                key={limit}
                label={limit}
                isOn={choices.counted?.includes(limit) === true}
                onChange={(isOn) => {
                  const others = (choices.counted ?? []).filter((other) => other !== limit);
                  choose({ counted: isOn ? [...others, limit] : others });
                }}
              />
            ))}
          </fieldset>
        </div>
      </details>
    </section>
  );
}

function Tick({
  label,
  isOn,
  onChange,
}: {
  readonly label: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}): JSX.Element {
  return (
    <label class="check-tick">
      <input type="checkbox" checked={isOn} onChange={({ currentTarget }) => onChange(currentTarget.checked)} />
      <span>{label}</span>
    </label>
  );
}
