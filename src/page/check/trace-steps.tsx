import { Fragment, type JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Trace, TraceStep } from "../../check/trace.ts";
import { goTo, positionOf } from "../store/changes.ts";
import { useDesk, usePage } from "../store/use-page.ts";
import { stepAt } from "./example-record.ts";

/** A conversation of the checker, step by step; while it is played, a step is a way to go there. */
export function TraceSteps({ name, trace }: { readonly name: string; readonly trace: Trace }): JSX.Element {
  const example = usePage((state) => (state.example?.name === name ? state.example : null));
  const current = usePage((state) =>
    state.example?.name === name ? stepAt(state.example.positions, positionOf(state)) : null,
  );
  return (
    <ol class="trace">
      {trace.steps.map((step, index) => (
        <Fragment key={index}>
          {trace.loopStart === index && <li class="trace-loop">and this repeats for ever:</li>}
          <Step
            step={step}
            number={index + 1}
            position={example?.positions[index] ?? null}
            isCurrent={current === index}
          />
        </Fragment>
      ))}
    </ol>
  );
}

function Step({
  step,
  number,
  position,
  isCurrent,
}: {
  readonly step: TraceStep;
  readonly number: number;
  readonly position: number | null;
  readonly isCurrent: boolean;
}): JSX.Element {
  const { store } = useDesk();
  const { isMarked, isRefused } = step;
  const element = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isCurrent) element.current?.scrollIntoView({ block: "nearest" });
  }, [isCurrent]);
  const kind = [isMarked ? "is-marked" : "", isRefused ? "is-refused" : "", isCurrent ? "is-current" : ""].join(" ");
  return (
    <li ref={element} class={`trace-step ${kind}`} aria-current={isCurrent ? "step" : undefined}>
      {position === null ? (
        <StepText step={step} number={number} />
      ) : (
        <button type="button" onClick={() => store.change((state) => goTo(state, position))}>
          <StepText step={step} number={number} />
        </button>
      )}
    </li>
  );
}

function StepText({ step, number }: { readonly step: TraceStep; readonly number: number }): JSX.Element {
  const { actor, what, agent, from, notes, isMarked, isRefused } = step;
  const turn = agent !== null && agent !== from ? [`turn: ${agent}`] : [];
  const remarks = [...turn, ...notes];
  return (
    <>
      <span class="trace-number">{number}</span>
      <span class="trace-text">
        <span>
          <strong>{actor}</strong> {what}
          {isRefused && <span class="trace-flag">in vain</span>}
          {isMarked && <span class="trace-flag trace-flag-marked">this is it</span>}
        </span>
        {remarks.length > 0 && <span class="trace-notes">{remarks.join(" · ")}</span>}
      </span>
    </>
  );
}
