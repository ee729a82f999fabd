import type { Message } from "../../graph/message.ts";
import type { Frame } from "../../inspect/frame.ts";
import type { Update } from "../../runtime/update.ts";
import { type Item, isSpoken } from "./item.ts";
import { frameNote, updateNote } from "./note-of-update.ts";

/** What a frame brings to the conversation, in the order in which it is read. `known` messages have been shown before. */
export function itemsOfFrame(frame: Frame, known: number): readonly Item[] {
  const { position, messages, updates, halt } = frame;
  const end = frameNote(frame);
  return [
    ...messages.flatMap(({ index, message }) => (index < known ? [] : itemsOfMessage(position, index, message))),
    // The note at the end tells of a failure that ends the run.
    ...updates.flatMap(
      (update, order) =>
        (update.type === "text.discarded" && halt?.kind === "modelFailed"
          ? null
          : itemOfUpdate(frame, update, order)) ?? [],
    ),
    ...(end === null ? [] : [{ kind: "note" as const, key: `${position}.end`, position, ...end }]),
  ];
}

function itemsOfMessage(position: number, index: number, message: Message): readonly Item[] {
  if (!isSpoken(message)) return [];
  const key = `m${index}`;
  const spoken: Item = { kind: "spoken", key, position, index, message };
  if (message.role !== "assistant") return [spoken];
  const { agent, text, calls, output } = message;
  return [
    ...(text === "" && output === undefined && calls.length > 0 ? [] : [spoken]),
    ...calls.map(
      (call): Item => ({
        kind: call.handoff ? "wish" : "call",
        key: `c${call.key}`,
        position,
        agent,
        call: call.key,
        name: call.name,
        arguments: call.arguments,
      }),
    ),
  ];
}

function itemOfUpdate({ position, taken }: Frame, update: Update, order: number): Item | null {
  const place = { key: `${position}.${order}`, position };
  switch (update.type) {
    case "handoff.made":
      return { kind: "handoff", ...place, update, edge: taken?.edge ?? null };
    case "handoff.refused":
      return { kind: "refusal", ...place, update, edge: taken?.refused ?? null };
    case "approval.requested":
      return { kind: "approval", ...place, update };
    case "user.asked":
      return { kind: "question", ...place, update };
    default: {
      const note = updateNote(update);
      return note === null ? null : { kind: "note", ...place, ...note };
    }
  }
}
