import type { Item } from "../record/item.ts";
import type { SessionRecord } from "../record/session-record.ts";

/** What of an item is searched. */
export function textOfItem(item: Item, { resultsByCall }: SessionRecord): string {
  switch (item.kind) {
    case "spoken":
      return item.message.text;
    case "call":
    case "wish":
      return `${item.name} ${item.arguments} ${JSON.stringify(resultsByCall.get(item.call)?.value.output ?? "")}`;
    case "handoff":
      return `${item.update.from} → ${item.update.to} ${JSON.stringify(item.update.input)}`;
    case "refusal":
      return `${item.update.from} → ${item.update.to} ${JSON.stringify(item.update.reason)}`;
    case "approval":
      return `approval ${item.update.name} ${JSON.stringify(item.update.input)}`;
    case "question":
      return item.update.question;
    case "note":
      return `${item.text} ${item.detail ?? ""}`;
  }
}

/** The items in which a text is found, by their place in the list. */
export function foundItems(items: readonly Item[], record: SessionRecord, wanted: string): readonly number[] {
  const text = wanted.trim().toLowerCase();
  if (text === "") return [];
  return items.flatMap((item, index) => (textOfItem(item, record).toLowerCase().includes(text) ? index : []));
}

/** The agent that an item is told under; `null` where it is nobody's. */
export function agentOfItem(item: Item): string | null {
  switch (item.kind) {
    case "spoken":
      return item.message.role === "assistant" || item.message.role === "operator" ? item.message.agent : null;
    case "call":
    case "wish":
      return item.agent;
    case "approval":
    case "question":
      return item.update.agent;
    default:
      return null;
  }
}
