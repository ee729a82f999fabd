import type { JSX } from "preact";
import { Icon } from "../controls/icon.tsx";
import { inlineJson } from "../controls/inline-json.ts";
import type { ApprovalItem } from "../record/item.ts";
import type { SessionRecord } from "../record/session-record.ts";
import { headOf } from "../store/changes.ts";
import { canControl } from "../store/show-example.ts";
import { usePage } from "../store/use-page.ts";
import { ApprovalForm } from "./approval-form.tsx";

/** What a person is asked to allow; with the means to do so where it still waits. */
export function ApprovalRow({
  item,
  record,
  position,
}: {
  readonly item: ApprovalItem;
  readonly record: SessionRecord;
  readonly position: number;
}): JSX.Element {
  const { update } = item;
  const isControlled = usePage(canControl);
  const isAtHead = usePage((state) => headOf(state) === position);
  const isPending = record.timeline.at(position).approvals.some(({ binding }) => binding === update.binding);
  const shownAt = Math.max(position, item.position);
  const decision = (record.decisionsByCall.get(update.call) ?? []).find(
    (one) => one.position > item.position && one.position <= shownAt,
  );
  const outcome =
    decision === undefined
      ? isPending
        ? null
        : "no longer asked"
      : `${decision.value.expired ? "expired" : decision.value.granted ? "allowed" : "denied"}${
          decision.value.by === undefined ? "" : ` by ${decision.value.by}`
        }`;
  const tone = decision === undefined ? "open" : decision.value.granted ? "granted" : "denied";
  return (
    <div class={`approval approval-${tone}`}>
      <p class="approval-head">
        <Icon name="person" />
        <span>
          {update.kind === "handoff" ? "Hand off to " : "Run "}
          <strong>{update.name}</strong>?
        </span>
        {outcome !== null && <span class="approval-outcome">{outcome}</span>}
      </p>
      <p class="approval-input">{inlineJson(update.input, 200)}</p>
      {update.inDoubt && (
        <p class="remark">It was under way when its process died: nobody knows whether it had an effect.</p>
      )}
      {update.expiresAt !== null && outcome === null && (
        <p class="remark">to be decided until {new Date(update.expiresAt).toLocaleString()}</p>
      )}
      {outcome === null && isPending && isAtHead && isControlled && (
        <ApprovalForm key={update.binding} session={record.session} update={update} />
      )}
    </div>
  );
}
