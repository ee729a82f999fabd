import type { JSX } from "preact";

/** Is not there yet. */
export function ChartPanel(): JSX.Element {
  return <p class="empty" />;
}
