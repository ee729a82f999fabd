import { UsageError } from "../../errors.ts";
import { andThen } from "../../graph/maybe-promise.ts";
import type { Message } from "../../graph/message.ts";
import type { CustomView } from "../../graph/view.ts";
import type { SessionFacts } from "../../graph/written.ts";
import { deepFreeze } from "../../json.ts";
import { shownSince } from "./hide.ts";
import { isMessage } from "./is-message.ts";
import type { Stretch } from "./stretch.ts";
import type { ViewPlan } from "./view-plan.ts";

/**
 * Plans what a view of the graph's author shows of a stretch. It is given what would be shown without it, frozen, so
 * that it cannot change the conversation. What it gives back need not be balanced.
 */
export function planCustom(stretch: Stretch, view: CustomView, facts: SessionFacts): ViewPlan {
  return {
    summary: null,
    seen: () => {
      const given = deepFreeze([...shownSince(stretch, "handoffs", () => stretch.from)]);
      return andThen(view.select(given, deepFreeze({ ...facts })), (selected) =>
        messagesOf(selected, given, view.name),
      );
    },
  };
}

/** What was selected, read once; `selected` comes from outside, whatever its type says. */
function messagesOf(selected: unknown, given: readonly Message[], view: string): readonly Message[] {
  if (!isIterable(selected)) throw badView(view, `gave ${kindOf(selected)} instead of messages`);
  const known = new Map<unknown, Message>(given.map((message) => [message, message]));
  return Array.from(selected, (entry, index) => known.get(entry) ?? written(entry, index, view));
}

/**
 * A message that the view wrote, or changed. The provider's own items would be sent in its place and tell what it
 * said before, so they are no part of it.
 */
function written(entry: unknown, index: number, view: string): Message {
  if (!isMessage(entry)) throw badView(view, `gave something at index ${index} that is no message`);
  if (entry.role !== "assistant" || entry.native === undefined) return entry;
  const { native: _, ...rest } = entry;
  return rest;
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === "object" && value !== null && Symbol.iterator in value;
}

function kindOf(value: unknown): string {
  return value === null ? "null" : Array.isArray(value) ? "an array" : typeof value;
}

function badView(view: string, did: string): UsageError {
  return new UsageError("bad_option", {
    message: `The view "${view}" ${did}.`,
    hint: "`select` returns an iterable of messages, or a promise of one: those it was given, or new ones of the type Message.",
  });
}
