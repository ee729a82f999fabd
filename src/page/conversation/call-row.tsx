import type { JSX } from "preact";
import type { CallStatus } from "../../graph/message.ts";
import { Disclosure } from "../controls/disclosure.tsx";
import { Icon } from "../controls/icon.tsx";
import { inlineJson, parsedJson } from "../controls/inline-json.ts";
import { JsonView } from "../controls/json-view.tsx";
import type { CallItem, WishItem } from "../record/item.ts";
import type { SessionRecord } from "../record/session-record.ts";

/** A call with its arguments, and its result where it has one by then. */
export function CallRow({
  item,
  record,
  position,
}: {
  readonly item: CallItem | WishItem;
  readonly record: SessionRecord;
  readonly position: number;
}): JSX.Element {
  const settled = record.resultsByCall.get(item.call);
  const result = settled !== undefined && settled.position <= Math.max(position, item.position) ? settled.value : null;
  const asked = parsedJson(item.arguments);
  const status = result?.status ?? "open";
  const isAsked = result === null && record.timeline.at(position).approvals.some(({ call }) => call === item.call);
  return (
    <div class={`call call-${status}`}>
      <Disclosure
        name={item.key}
        summary={
          <>
            <Icon name="tool" />
            <span class="call-name">{item.name}</span>
            <span class="call-input">{inlineJson(asked)}</span>
            <span class="call-status">{isAsked ? "waits for approval" : statusText(status)}</span>
          </>
        }
      >
        {() => (
          <>
            <h4>arguments</h4>
            <JsonView value={asked} />
            {result?.edited !== undefined && (
              <>
                <h4>as a person changed them</h4>
                <JsonView value={result.edited} />
              </>
            )}
            {result !== null && (
              <>
                <h4>result</h4>
                <JsonView value={result.output} />
              </>
            )}
          </>
        )}
      </Disclosure>
      {result !== null && <p class="call-output">{inlineJson(result.output, 160)}</p>}
    </div>
  );
}

function statusText(status: CallStatus | "open"): string {
  return status === "open" ? "under way" : status === "returned" ? "" : status;
}
