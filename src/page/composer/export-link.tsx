import type { JSX } from "preact";
import { Icon } from "../controls/icon.tsx";
import { useDesk } from "../store/use-page.ts";

/** Takes the journal of a session along. */
export function ExportLink({ session }: { readonly session: string }): JSX.Element {
  const { endpoint } = useDesk();
  return (
    <a class="export" href={endpoint.exportAddress(session)} download={`${session}.ndjson`}>
      <Icon name="download" /> journal
    </a>
  );
}
