import type { JSX } from "preact";

/** Is not there yet. */
export function Conversation(): JSX.Element {
  return <p class="empty" />;
}
