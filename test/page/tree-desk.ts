import {
  createRuntime,
  defineGraph,
  type Graph,
  type HandoffDefinition,
  type Journal,
  memoryJournal,
  toolFor,
} from "handoff-machine";
import { handOff, type ScriptedStep, scriptedModel } from "handoff-machine/testing";
import { z } from "zod";
import { runningClock } from "../inspector/recorded-journal.ts";

const variables = z.object({ verified: z.boolean(), amount: z.number() });
const tool = toolFor(variables);
const tools = {
  lookUp: tool({ description: "Looks a case up.", run: () => ({ output: null }) }),
  pay: tool({ description: "Pays.", approval: true, run: () => ({ output: null }) }),
};
const departments = ["billing", "orders", "returns", "shipping", "accounts"];
const fields = ["europe", "america", "asia", "business", "private", "premium", "archive"];

/** A desk of so many agents: triage, departments, specialists of each, who hand back. */
export function treeDesk(size: number): Graph {
  const specialists = Array.from({ length: size - 1 - departments.length }, (_, index) => {
    const head = departments[index % departments.length] ?? "billing";
    return { head, name: `${head}-${fields[Math.floor(index / departments.length)] ?? index}` };
  });
  const handoffs = (names: readonly string[]): Record<string, HandoffDefinition> =>
    Object.fromEntries(names.map((name, index) => [name, index === 0 ? { when: { verified: true } } : {}]));
  const agents: Record<string, object> = {
    triage: { instructions: "Find the department.", handoffs: handoffs(departments) },
  };
  for (const head of departments) {
    const below = specialists.filter((one) => one.head === head).map(({ name }) => name);
    agents[head] = {
      instructions: "Find the specialist.",
      tools: ["lookUp"],
      handoffs: { ...handoffs(below), triage: {} },
    };
    for (const name of below) agents[name] = { instructions: "Solve it.", tools: ["pay"], handoffs: { [head]: {} } };
  }
  const definition = {
    id: "tree-desk",
    start: "triage",
    variables,
    initial: { verified: false, amount: 0 },
    tools,
    agents,
  };
  // The names are computed, so the compiler knows none of them.
  return defineGraph(definition as unknown as Parameters<typeof defineGraph>[0]) as Graph;
}

/** A session that goes through such a desk. */
export async function treeJournal(graph: Graph): Promise<Journal> {
  const journal = memoryJournal();
  const replies: readonly ScriptedStep[] = [
    { text: "Let me see who can help.", calls: [handOff("orders")] },
    { text: "This is for our people in Europe.", calls: [handOff("orders-america")] },
    "Your parcel left Rotterdam yesterday.",
    { text: "That is for another desk.", calls: [handOff("orders")] },
    { text: "Back to triage with it.", calls: [handOff("triage")] },
    { text: "Returns it is.", calls: [handOff("returns")] },
    "You can send it back within thirty days. Shall I print a label?",
  ];
  const runtime = createRuntime(graph, {
    model: scriptedModel(replies),
    journal,
    clock: runningClock(Date.UTC(2026, 10, 23, 9, 0)),
  });
  const session = await runtime.open("journey");
  await session.send("Where is my parcel?").ended;
  await session.send("And how do I send the other one back?").ended;
  runtime.close();
  return journal;
}
