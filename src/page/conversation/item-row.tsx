import type { JSX } from "preact";
import { AgentTag } from "../controls/agent-tag.tsx";
import type { Item } from "../record/item.ts";
import type { SessionRecord } from "../record/session-record.ts";
import { ApprovalRow } from "./approval-row.tsx";
import { CallRow } from "./call-row.tsx";
import { HandoffRow, RefusalRow } from "./handoff-row.tsx";
import { MarkedText } from "./marked-text.tsx";
import { SpokenRow } from "./spoken-row.tsx";
import { agentOfItem } from "./text-of-item.ts";

/** What an item is drawn from. */
export interface ItemRowProps {
  readonly item: Item;
  /** The one before it, or `null`. */
  readonly before: Item | null;
  readonly record: SessionRecord;
  readonly position: number;
}

/** One item of the conversation, under the name of its agent where another one had the word before. */
export function ItemRow({ item, before, record, position }: ItemRowProps): JSX.Element {
  const agent = agentOfItem(item);
  const isNew = agent !== null && (before === null || agentOfItem(before) !== agent);
  return (
    <>
      {isNew && <AgentTag name={agent} />}
      <ItemBody item={item} record={record} position={position} />
    </>
  );
}

function ItemBody({ item, record, position }: Omit<ItemRowProps, "before">): JSX.Element {
  switch (item.kind) {
    case "spoken":
      return <SpokenRow item={item} record={record} position={position} />;
    case "call":
    case "wish":
      return <CallRow item={item} record={record} position={position} />;
    case "handoff":
      return <HandoffRow item={item} />;
    case "refusal":
      return <RefusalRow item={item} />;
    case "approval":
      return <ApprovalRow item={item} record={record} position={position} />;
    case "question":
      return (
        <div class="bubble bubble-agent bubble-question">
          <p>
            <MarkedText text={item.update.question} />
          </p>
          <span class="remark">asks the user</span>
        </div>
      );
    case "note":
      return (
        <p class={`note note-${item.tone}`}>
          <span>{item.text}</span>
          {item.detail !== null && <span class="note-detail">{item.detail}</span>}
        </p>
      );
  }
}
