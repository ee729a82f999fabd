import type { JSX } from "preact";
import type { OfferedTool } from "../../runtime/ports.ts";
import { handoffsFirst } from "./handoffs-first.ts";

/** Calls to choose from. */
export function CallList({
  label,
  tools,
  isWithheld = false,
  onChoose,
}: {
  readonly label: string;
  readonly tools: readonly OfferedTool[];
  readonly isWithheld?: boolean;
  onChoose(name: string): void;
}): JSX.Element {
  return (
    <ul class={isWithheld ? "offered withheld" : "offered"} aria-label={label}>
      {handoffsFirst(tools).map(({ name, description }) => (
        <li key={name}>
          <button
            type="button"
            class={name.startsWith("handoff_to_") ? "offer offer-handoff" : "offer"}
            title={description}
            onClick={() => onChoose(name)}
          >
            {name}
          </button>
        </li>
      ))}
    </ul>
  );
}
