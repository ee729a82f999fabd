import type { JSX } from "preact";

/** Is not there yet. */
export function Composer(): JSX.Element {
  return <p class="empty" />;
}
