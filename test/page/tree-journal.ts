import { createRuntime, type Graph, type Journal, memoryJournal } from "handoff-machine";
import { call, handOff, type ScriptedStep, scriptedModel } from "handoff-machine/testing";
import { runningClock } from "../inspector/recorded-journal.ts";

const replies: readonly ScriptedStep[] = [
  { text: "Let me see who can help.", calls: [handOff("orders")] },
  { text: "First I check who you are.", calls: [call("verify")] },
  { text: "Thank you.", calls: [handOff("orders")] },
  { text: "This is for our people in Europe.", calls: [handOff("orders-europe")] },
  "Your parcel left Rotterdam yesterday.",
  { text: "That is for another desk.", calls: [handOff("orders")] },
  { text: "Back to triage with it.", calls: [handOff("triage")] },
  { text: "Billing it is.", calls: [handOff("billing")] },
  "It is paid back within thirty days. Shall I send you the invoice?",
];

/** A session that goes through `treeGraph`: a refusal, and six handoffs. */
export async function treeJournal(graph: Graph): Promise<Journal> {
  const journal = memoryJournal();
  const clock = runningClock(Date.UTC(2026, 10, 23, 9, 0));
  const runtime = createRuntime(graph, { model: scriptedModel(replies), journal, clock });
  const session = await runtime.open("journey");
  await session.send("Where is my parcel?").ended;
  await session.send("And when is the other one paid back?").ended;
  runtime.close();
  return journal;
}
