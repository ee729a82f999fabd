import type { Destination, Handoff } from "../graph/graph.ts";
import type { Variables } from "../graph/guard.ts";
import { toJson } from "../json.ts";
import { approvalNote } from "./approval-note.ts";
import { payloadLabel } from "./payload-fields.ts";
import { quoted } from "./quoted.ts";
import { handoffViewLabel } from "./view-label.ts";

/** What is to be known about a handoff besides its guard, each a few words. */
export function handoffNotes(handoff: Handoff): readonly string[] {
  const { approval, approvalExpires, maxTimes, input, set, onHandoff, view, result, maxTurns } = handoff;
  return [
    ...(approval ? [approvalNote(approvalExpires)] : []),
    ...(maxTimes === null
      ? []
      : [`${atMost(maxTimes.count, "time")}${maxTimes.per === "exchange" ? " per exchange" : ""}`]),
    ...(input === null ? [] : [payloadLabel(input)]),
    ...assignments(set).map((assignment) => `sets ${assignment}`),
    ...(onHandoff === null ? [] : ["calls onHandoff"]),
    ...(view === null ? [] : [`sees ${handoffViewLabel(view)}`]),
    ...(maxTurns === null ? [] : [`returns after ${maxTurns} ${maxTurns === 1 ? "turn" : "turns"}`]),
    ...(result === null ? [] : [`returns ${payloadLabel(result)}`]),
  ];
}

/** What is to be known about a way that no model takes. */
export function wayNotes(destination: Destination): readonly string[] {
  switch (destination.kind) {
    case "agent":
    case "end":
      return [];
    case "user":
      return destination.say === "" ? [] : [`says ${quoted(destination.say)}`];
    case "same":
      return [atMost(destination.maxTurns, "turn"), `told ${quoted(destination.prompt)}`];
  }
}

function atMost(count: number, what: string): string {
  return `at most ${count} ${what}${count === 1 ? "" : "s"}`;
}

function assignments(set: Variables): readonly string[] {
  return Object.entries(set).flatMap(([name, value]) => (value === undefined ? [] : [`${name} = ${written(value)}`]));
}

/** As guards write values: a word stands without quotes. */
function written(value: unknown): string {
  if (typeof value === "string") return /^[\w-]+$/.test(value) ? value : quoted(value);
  return JSON.stringify(toJson(value));
}
