import type { ComponentChildren, JSX } from "preact";
import { useErrorBoundary } from "preact/hooks";
import { errorText } from "../../json.ts";

/** Keeps what goes wrong in a part of the page from taking the rest with it. */
export function Contained({
  what,
  children,
}: {
  readonly what: string;
  readonly children: ComponentChildren;
}): JSX.Element {
  const [error, again] = useErrorBoundary();
  if (error === undefined) return <>{children}</>;
  return (
    <div class="failure" role="alert">
      <p>
        <strong>The {what} could not be shown.</strong>
      </p>
      <p>{errorText(error)}</p>
      <button type="button" onClick={again}>
        Try again
      </button>
    </div>
  );
}
