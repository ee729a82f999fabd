import type { JSX } from "preact";
import type { ContentPart } from "../../graph/message.ts";
import { Icon } from "../controls/icon.tsx";

/** Images and files by their names: nothing is fetched, since no request leaves this machine. */
export function MediaChips({ parts }: { readonly parts: readonly ContentPart[] }): JSX.Element {
  return (
    <ul class="chips">
      {parts.map((part, index) =>
        part.type === "text" ? null : (
          <li key={index} class="chip" title={"url" in part ? part.url : part.mediaType}>
            <Icon name={part.type} />
            {nameOf(part)}
          </li>
        ),
      )}
    </ul>
  );
}

function nameOf(part: Exclude<ContentPart, { type: "text" }>): string {
  if (part.type === "file" && part.name !== undefined) return part.name;
  if ("url" in part && part.url !== undefined) return part.url.split("/").at(-1) ?? part.type;
  return `${part.type} · ${part.mediaType ?? "unknown type"}`;
}
