import { ModelError } from "../errors.ts";
import type { Summarized } from "../machine/event.ts";
import { checkedReply, usageOf } from "./checked-reply.ts";
import type { ModelClient, ModelRequest } from "./ports.ts";
import type { ViewPlan } from "./view/plan-view.ts";

/**
 * Has a summary written that a view asks for, by the agent's own model and without tools.
 *
 * @throws {ModelError} when the model fails, or answers nothing.
 */
export async function summarize(
  plan: NonNullable<ViewPlan["summary"]>,
  {
    request,
    client,
    signal,
  }: { readonly request: Omit<ModelRequest, "messages">; readonly client: ModelClient; readonly signal: AbortSignal },
): Promise<Summarized> {
  const { instructions, messages } = plan;
  const { output: _, ...plain } = request;
  const asked: ModelRequest = { ...plain, instructions, messages, tools: [] };
  const reply = checkedReply(await client.generate(asked, { signal, onDelta: ignore }));
  const { text, model } = reply;
  if (text.trim() === "") {
    throw new ModelError("empty_reply", { message: "The model gave no summary.", retryable: true });
  }
  return { for: plan.for, text, covers: plan.covers, model, usage: usageOf(reply) };
}

function ignore(): void {
  // A summary is not for the user.
}
