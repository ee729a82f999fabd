import { createRuntime, type Journal, memoryJournal } from "handoff-machine";
import { call, handOff, type ScriptedStep, scriptedModel } from "handoff-machine/testing";
import { supportDesk } from "../../machines/support-desk.ts";
import { runningClock } from "./recorded-journal.ts";

const laps: readonly (readonly ScriptedStep[])[] = [
  [{ text: "To billing.", calls: [handOff("billing")] }, { calls: [call("lookupOrder", { orderId: "B-7" })] }, "129."],
  [{ text: "Refunds?", calls: [handOff("refunds", { orderId: "B-7", reason: "broken" })] }, "That I may not do."],
  [{ text: "Back to triage.", calls: [handOff("triage")] }, { text: "What else can I do for you?" }],
];

/** One session of at least so many entries, of the support desk: it goes in circles for as long as it takes. */
export async function longJournal(entries: number, session = "long"): Promise<Journal> {
  const journal = memoryJournal();
  let script: ScriptedStep[] = [];
  const model = scriptedModel(() => script.shift() ?? "Nothing.", { record: false });
  const clock = runningClock(Date.UTC(2026, 10, 23, 9, 0));
  const runtime = createRuntime(supportDesk, { model, journal, clock });
  const open = await runtime.open(session);
  for (let lap = 0; open.state.position < entries; lap++) {
    script = [...(laps[lap % laps.length] ?? [])];
    await open.send(`Question ${lap + 1}`).ended;
  }
  runtime.close();
  return journal;
}
