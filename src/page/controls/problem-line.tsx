import type { JSX } from "preact";

/** Why something was not done, where somebody wanted it. */
export function ProblemLine({ problem }: { readonly problem: string | null }): JSX.Element | null {
  if (problem === null) return null;
  return (
    <p class="field-problem" role="alert">
      {problem}
    </p>
  );
}
