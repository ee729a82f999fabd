import { type Guardrail, guardrailsFor } from "../graph/graph.ts";
import type { UserMessage } from "../graph/message.ts";
import { lookup } from "../json.ts";
import type { SessionContext } from "../machine/context.ts";
import type { Verdict } from "../machine/event.ts";
import { rewriteInput } from "../machine/rewrite-input.ts";
import { type Checked, runGuardrail, runGuardrails } from "./run-guardrail.ts";
import type { World } from "./world.ts";

/** What the guardrails on the input said, and the conversation as the model shall see it. */
export interface CheckedInput {
  readonly verdicts: readonly Verdict[];
  readonly tripped: Verdict | null;
  readonly context: SessionContext;
}

/** For whom the input is checked. */
export interface InputPlace {
  readonly world: World;
  readonly agent: string;
  readonly context: SessionContext;
  readonly signal: AbortSignal;
}

/** Runs the guardrails for which the model waits, on each message that the agent's guardrails have not seen. */
export async function checkInputBefore(place: InputPlace): Promise<CheckedInput> {
  const { world, agent, context } = place;
  const guardrails = inputGuardrails(world, agent).filter(({ beside }) => !beside);
  const verdicts: Verdict[] = [];
  for (const said of unseen(context, agent)) {
    const result = await runGuardrails(guardrails, checkedFor(place, said)); // one by one: a long past is no burst
    verdicts.push(...result.verdicts);
    if (result.tripped !== null) return { verdicts, tripped: result.tripped, context };
  }
  return { verdicts, tripped: null, context: rewriteInput(context, verdicts) };
}

/** Starts the guardrails that work beside the model, all at once. */
export function checkInputBeside(place: InputPlace): readonly Promise<Verdict>[] {
  const { world, agent, context } = place;
  const guardrails = inputGuardrails(world, agent).filter(({ beside }) => beside);
  if (guardrails.length === 0) return [];
  const said = unseen(context, agent);
  return guardrails.map((guardrail) => firstVerdict(guardrail, place, said));
}

/** The verdict on the first message that trips a guardrail, or on the last; one by one. */
async function firstVerdict(guardrail: Guardrail, place: InputPlace, said: readonly Said[]): Promise<Verdict> {
  let verdict: Verdict = { guardrail: guardrail.name, on: guardrail.on, outcome: "passed" };
  for (const one of said) {
    verdict = await runGuardrail(guardrail, checkedFor(place, one));
    if (verdict.outcome === "tripped") return verdict;
  }
  return verdict;
}

function inputGuardrails({ graph }: World, agent: string): readonly Guardrail[] {
  return guardrailsFor(graph, agent, "input");
}

interface Said {
  readonly index: number;
  readonly message: UserMessage;
}

/** The user messages that this agent's guardrails have not seen, oldest first. */
function unseen({ conversation, heard, checked }: SessionContext, agent: string): readonly Said[] {
  const seen = lookup(checked, agent) ?? -1;
  const said: Said[] = [];
  for (let index = seen + 1; index <= heard; index++) {
    const message = conversation.at(index);
    if (message?.role === "user") said.push({ index, message });
  }
  return said;
}

function checkedFor({ world, agent, context, signal }: InputPlace, { index, message }: Said): Checked {
  const { session } = world;
  return { session, agent, variables: context.variables, value: message.text, tool: null, signal, message: index };
}
