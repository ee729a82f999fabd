import type { JSX } from "preact";

/** What is known of the agent or the way that is chosen in the chart. */
export function DetailsPanel(): JSX.Element {
  return <p class="empty">Choose an agent or a way in the chart.</p>;
}
