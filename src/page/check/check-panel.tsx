import type { JSX } from "preact";

/** What the checker says of the graph. */
export function CheckPanel(): JSX.Element {
  return <p class="empty">The checker is not there yet.</p>;
}
