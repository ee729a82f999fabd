import { guardrailsFor } from "../graph/graph.ts";
import type { Variables } from "../graph/guard.ts";
import { parseWith } from "../graph/schema.ts";
import { isJson, toJson } from "../json.ts";
import type { ModelReplied, Verdict } from "../machine/event.ts";
import { agentOf } from "../machine/state.ts";
import type { DecodedReply } from "./decode-reply.ts";
import { runGuardrails } from "./run-guardrail.ts";
import type { World } from "./world.ts";

/** What an answer was found to be before anybody sees it. */
export interface CheckedOutput {
  readonly verdicts: readonly Verdict[];
  /** The text, as guardrails left it; `null` when one of them tripped. */
  readonly text: string | null;
}

/** Whose words are checked. */
export interface OutputPlace {
  readonly agent: string;
  readonly turn: number;
  readonly variables: Variables;
  readonly signal: AbortSignal;
}

/** Runs the guardrails on what an agent says; `call` is the key of the call that says it, of a question to the user. */
export async function checkOutput(
  world: World,
  { text, call }: { readonly text: string; readonly call?: string },
  { agent, variables, signal }: OutputPlace,
): Promise<CheckedOutput> {
  const guardrails = guardrailsFor(world.graph, agent, "output");
  if (guardrails.length === 0 || text === "") return { verdicts: [], text };
  const about = call === undefined ? {} : { call };
  const facts = { session: world.session, agent, variables, value: text, tool: null, signal, ...about };
  const { verdicts, value, tripped } = await runGuardrails(guardrails, facts);
  return { verdicts, text: tripped === null && typeof value === "string" ? value : null };
}

/** Runs the same guardrails on the questions to the user among the calls of a reply. */
export async function checkQuestions(world: World, decoded: DecodedReply, place: OutputPlace): Promise<DecodedReply> {
  const checked = await Promise.all(
    decoded.calls.map(async (call, index) => {
      if (call.kind !== "question") return { call, verdicts: [] };
      const key = `${place.turn}.${index}`;
      const { text, verdicts } = await checkOutput(world, { text: call.question, call: key }, place);
      return { call: { ...call, question: text ?? call.question }, verdicts };
    }),
  );
  return {
    calls: checked.map(({ call }) => call),
    verdicts: [...decoded.verdicts, ...checked.flatMap(({ verdicts }) => verdicts)],
  };
}

/** Reads an answer in the form that the agent's `output` asks for; `undefined` where it asks for none. */
export async function parseOutput(world: World, agent: string, text: string): Promise<ModelReplied["output"]> {
  const { output } = agentOf(world.graph, agent);
  if (output === null) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(withoutFence(text));
  } catch {
    return { problems: ["it is not JSON"] };
  }
  const parsed = await parseWith(output, value);
  if (!parsed.ok) return { problems: parsed.problems };
  return isJson(parsed.value) ? { value: parsed.value } : { value: toJson(parsed.value) };
}

/** Models like to put JSON between Markdown's fences. */
function withoutFence(text: string): string {
  const [, fenced] = /^\s*```(?:json)?\s*\n([\s\S]*?)\n?```\s*$/.exec(text) ?? [];
  return fenced ?? text;
}
