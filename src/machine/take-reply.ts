import { agentsOf, type Graph } from "../graph/graph.ts";
import type { AssistantMessage, Message, RequestedCall, Usage } from "../graph/message.ts";
import { lookup } from "../json.ts";
import { type Change, only } from "./change.ts";
import type { SessionContext } from "./context.ts";
import { costOf } from "./cost.ts";
import type { ModelReplied, Summarized, Verdict } from "./event.ts";
import { openCalls } from "./open-calls.ts";
import { closeIfSettled, isTransfer, refusal, requestedCalls, sentence, settleAll, supersession } from "./reply.ts";
import { rewriteInput } from "./rewrite-input.ts";
import { agentOf } from "./state.ts";
import { guardrailOf, stopping, trippedBy } from "./trip.ts";

/* How a model's answer enters the context: what it cost, what guardrails made of it, what it asks for. */

/** The model answered: its calls are open; those that cannot be asked for are settled at once. */
export const takeReply: Change = ({ graph, context: before, event, agent }) => {
  const reply = only(event, "model.replied");
  const { turn, calls: decoded, at, verdicts } = reply;
  const context = paid(graph, before, reply, { agent, model: reply.model });
  const stop = stopping(graph, verdicts);
  const calls = openCalls(graph, context, { calls: decoded, agent, turn, at });
  const message = messageOf(graph, reply, { agent, calls: requestedCalls(calls), stop });
  const taken: SessionContext = {
    ...context,
    conversation: message === null ? context.conversation : context.conversation.append(message),
    replies: context.replies + 1,
    reply: calls.length === 0 ? null : { agent, calls },
    due: calls.length > 0 ? "model" : agentOf(graph, agent).afterReply.length > 0 ? "afterReply" : null,
    delay: 0,
  };
  const counted = countRefused(stop === null ? refuseDenied(refuseSeveral(graph, taken)) : taken);
  if (stop !== null) return stopped(graph, counted, { agent, stop });
  if (calls.length > 0) return closeIfSettled(countTools(counted));
  return withOutput(taken, agent, reply.output);
};

/** A guardrail on the input tripped: whatever the model answered meanwhile does not count, but for what it took. */
export const takeTrip: Change = ({ graph, context: before, event, agent }) => {
  const { guardrail, reason, verdicts, turn, summary, spent } = only(event, "guardrail.tripped");
  const paidFor = summarized(graph, before, summary);
  const counting =
    spent === undefined ? paidFor : counted(paidFor, spent.usage, costOf(graph, spent.model, spent.usage));
  const tripped = trippedBy(graph, guardrail, reason);
  const upTo = verdicts.find(({ outcome }) => outcome === "tripped")?.message ?? counting.heard;
  const seen = inputSeen(counting, agent, { verdicts, upTo });
  const context = tripped === null ? refusedForAll(graph, seen, upTo) : seen;
  const { say: text } = guardrailOf(graph, guardrail);
  const fixedBy = { kind: "guardrail", name: guardrail } as const;
  const message: AssistantMessage = { role: "assistant", agent, turn, text, calls: [], fixedBy };
  const conversation = tripped === null && text !== "" ? context.conversation.append(message) : context.conversation;
  return { ...context, conversation, due: null, tripped, delay: 0 };
};

/** Keeps a summary that was made for a view, and counts what it cost. */
export function summarized(graph: Graph, context: SessionContext, summary: Summarized | undefined): SessionContext {
  if (summary === undefined) return context;
  const { for: key, text, covers, model, usage } = summary;
  const kept = { ...context, summaries: { ...context.summaries, [key]: { text, covers } } };
  return counted(kept, usage, costOf(graph, model, usage));
}

/** The context with everything that came along with the reply: its price, rewritten input, summary, instructions. */
function paid(
  graph: Graph,
  before: SessionContext,
  { usage, verdicts = [], summary, instructions }: ModelReplied,
  { agent, model }: { readonly agent: string; readonly model: string },
): SessionContext {
  const context = counted(summarized(graph, before, summary), usage, costOf(graph, model, usage));
  const checked = verdicts.some(({ on }) => on === "input")
    ? inputSeen(context, agent, { verdicts, upTo: context.heard })
    : context;
  if (instructions?.text === undefined) return checked;
  return { ...checked, instructed: { ...checked.instructed, [agent]: instructions.hash } };
}

function counted(context: SessionContext, { inputTokens, outputTokens }: Usage, cost: number): SessionContext {
  const { usage, exchange } = context;
  return {
    ...context,
    usage: { inputTokens: usage.inputTokens + inputTokens, outputTokens: usage.outputTokens + outputTokens },
    cost: context.cost + cost,
    exchange: { ...exchange, tokens: exchange.tokens + inputTokens + outputTokens, cost: exchange.cost + cost },
  };
}

/** The guardrails on the input have seen what was said up to a message, and rewritten some of it. */
export function inputSeen(
  context: SessionContext,
  agent: string,
  { verdicts, upTo }: { readonly verdicts: readonly Verdict[]; readonly upTo: number },
): SessionContext {
  const rewritten = rewriteInput(context, verdicts);
  return { ...rewritten, checked: { ...rewritten.checked, [agent]: upTo } };
}

/** What was refused is done with: no agent's guardrails need to refuse it again in a later exchange. */
function refusedForAll(graph: Graph, context: SessionContext, upTo: number): SessionContext {
  const seenBy = (name: string): number => Math.max(lookup(context.checked, name) ?? -1, upTo);
  return { ...context, checked: Object.fromEntries(agentsOf(graph).map(({ name }) => [name, seenBy(name)])) };
}

/** What the conversation keeps of the reply; of what guardrails withheld or rewrote only what stands in its place. */
function messageOf(
  graph: Graph,
  { turn, text, native, verdicts = [], output }: ModelReplied,
  { agent, calls: asked, stop }: { agent: string; calls: AssistantMessage["calls"]; stop: Verdict | null },
): AssistantMessage | null {
  const said = verdicts.filter(({ on, outcome }) => on === "output" && outcome !== "passed");
  const calls = asked.map((call) => withoutWithheld(call, said));
  const message = { role: "assistant", agent, turn, text, calls } as const;
  if (stop?.on === "output") {
    const { say, onTrip } = guardrailOf(graph, stop.guardrail);
    const instead = onTrip.kind === "refuse" ? say : "";
    if (instead === "" && calls.length === 0) return null;
    return { ...message, text: instead, fixedBy: { kind: "guardrail", name: stop.guardrail } };
  }
  const rewritten = said.findLast(({ call }) => call === undefined);
  const shown = rewritten === undefined ? message : { ...message, text: textOf(rewritten.value) };
  if (rewritten !== undefined && shown.text === "" && calls.length === 0) return null; // nothing is left of it
  const formed = output !== undefined && "value" in output ? { ...shown, output: output.value } : shown;
  return native === undefined || said.length > 0 ? formed : { ...formed, native };
}

/** A question to the user that a guardrail withheld or rewrote is in the journal as it was, and in no prompt. */
function withoutWithheld(call: RequestedCall, said: readonly Verdict[]): RequestedCall {
  const verdict = said.findLast((one) => one.call === call.key);
  if (verdict === undefined) return call;
  const { outcome, value } = verdict;
  return { ...call, arguments: outcome === "rewritten" ? JSON.stringify({ question: textOf(value) }) : "{}" };
}

function textOf(value: Verdict["value"]): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? null);
}

/** Nothing of the reply happens: the model is asked again, the user has the word, or the conversation goes away. */
function stopped(
  graph: Graph,
  context: SessionContext,
  { agent, stop }: { readonly agent: string; readonly stop: Verdict },
): SessionContext {
  const { guardrail, reason = "" } = stop;
  const answered = closeIfSettled(
    settleAll(context, supersession("Not performed: a guardrail stopped the reply."), () => true),
  );
  if (guardrailOf(graph, guardrail).onTrip.kind === "retry") {
    const text = `Your last answer was not given to the user: ${sentence(reason)} Answer again, without that.`;
    return repaired(answered, { role: "prompt", agent, text, reason: "guardrail" });
  }
  return { ...answered, due: null, tripped: trippedBy(graph, guardrail, reason) };
}

/** An answer without calls, in the form that was asked for, or not. */
function withOutput(context: SessionContext, agent: string, output: ModelReplied["output"]): SessionContext {
  if (output === undefined) return context;
  if ("value" in output) return { ...context, result: output.value };
  const text = `Your answer has not the form that is asked for: ${output.problems.join("; ")}. Answer again with the corrected JSON and nothing else.`;
  return repaired(context, { role: "prompt", agent, text, reason: "output" });
}

/** The model is asked again, told why. */
function repaired(context: SessionContext, prompt: Message): SessionContext {
  const { exchange } = context;
  return {
    ...context,
    conversation: context.conversation.append(prompt),
    due: "model",
    exchange: { ...exchange, repairs: exchange.repairs + 1 },
  };
}

/** Under the policy `refuseAll`, several wishes about who speaks next in one reply are all refused. */
function refuseSeveral(graph: Graph, context: SessionContext): SessionContext {
  const transfers = context.reply?.calls.filter((call) => isTransfer(call.request)) ?? [];
  if (graph.severalHandoffs === "first" || transfers.length < 2) return context;
  const result = refusal("several_handoffs", "Not performed: only one handoff per reply. Choose one.");
  return settleAll(context, result, (call) => isTransfer(call.request));
}

/** A call that a person has denied for the whole session denies the reply's handoffs as well. */
function refuseDenied(context: SessionContext): SessionContext {
  if (!context.reply?.calls.some(({ result }) => result?.status === "denied")) return context;
  const result = supersession("Not performed: another call of the same reply was denied.");
  return settleAll(context, result, (call) => isTransfer(call.request));
}

/** The calls that were refused at once count. */
function countRefused(context: SessionContext): SessionContext {
  const refused = context.reply?.calls.filter(({ result }) => result?.status === "refused").length ?? 0;
  if (refused === 0) return context;
  return { ...context, exchange: { ...context.exchange, refusals: context.exchange.refusals + refused } };
}

/** The tools that are called count. */
function countTools(context: SessionContext): SessionContext {
  const called = context.reply?.calls.filter(
    ({ request, result }) => request.kind === "tool" && result === null,
  ).length;
  if (called === undefined || called === 0) return context;
  return { ...context, exchange: { ...context.exchange, toolCalls: context.exchange.toolCalls + called } };
}
