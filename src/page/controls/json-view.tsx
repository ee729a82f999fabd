import type { JSX } from "preact";
import type { JsonValue } from "../../json.ts";

/** JSON as it is read: indented, strings as they are. */
export function JsonView({ value }: { readonly value: JsonValue }): JSX.Element {
  return <pre class="json">{typeof value === "string" ? value : JSON.stringify(value, null, 2)}</pre>;
}
