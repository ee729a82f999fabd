import type { JSX } from "preact";

/** Is not there yet. */
export function Timeline(): JSX.Element {
  return <p class="empty" />;
}
