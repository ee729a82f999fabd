import type { Graph } from "../../graph/graph.ts";
import type { LimitReached, RunEnded } from "../../runtime/update.ts";
import type { FactLine, FactWriter } from "./fact-writer.ts";
import { printable } from "./printable.ts";

/** Writes why a run ended, where it is not simply the user's turn. */
export function endingLines({ status, halt, outcome }: RunEnded, { paint }: FactWriter): readonly FactLine[] {
  const failure =
    halt?.kind === "modelFailed" ? [`✗ The model failed (${halt.error.code}): ${printable(halt.error.message)}`] : [];
  switch (status) {
    case "failed":
      return [
        ...failure.map((text) => ({ text: paint("red", text) })),
        { text: paint("dim", "Nothing is lost: /resume tries again, and so does another message.") },
      ];
    case "completed":
      return [{ text: paint("dim", `The conversation is over: ${outcome ?? "completed"}.`) }];
    case "cancelled":
      return [{ text: paint("dim", "The session is cancelled.") }];
    default:
      return [];
  }
}

/** Writes which budget is spent, and what follows from it. */
export function limitLine({ limit }: LimitReached, { graph, paint }: FactWriter): FactLine {
  const text = `■ No more ${limitNames[limit] ?? limit} in this exchange: ${afterLimit(graph)}`;
  return { text: paint("yellow", text) };
}

const limitNames: Readonly<Record<string, string>> = {
  modelCalls: "model calls",
  toolCalls: "tool calls",
  handoffs: "handoffs",
  refusals: "refusals",
  repairs: "corrections",
  tokens: "tokens",
  cost: "money",
  time: "time",
  pingPong: "handoffs back and forth",
};

function afterLimit({ onLimit }: Graph): string {
  switch (onLimit.kind) {
    case "askUser":
      return "say something to go on.";
    case "fail":
      return "/resume goes on with a new budget.";
    case "handoff":
      return `${onLimit.to} takes over, once.`;
  }
}
