import type { Guardrail } from "../graph/graph.ts";
import type { GuardrailFacts } from "../graph/guardrail.ts";
import { errorText, isJson, isRecord, type JsonValue, toJson } from "../json.ts";
import type { Verdict } from "../machine/event.ts";

/** What a guardrail is run on. */
export interface Checked extends Omit<GuardrailFacts, "text"> {
  /** The key of the call, of `arguments` and `result`. */
  readonly call?: string;
  /** Where the user message stands in the conversation, of `input`. */
  readonly message?: number;
}

/**
 * Runs one guardrail. Total: a check that throws, or says nothing that it may say, counts as its `onError` says.
 */
export async function runGuardrail(guardrail: Guardrail, { call, message, ...checked }: Checked): Promise<Verdict> {
  const about = {
    guardrail: guardrail.name,
    on: guardrail.on,
    ...(call === undefined ? {} : { call }),
    ...(message === undefined ? {} : { message }),
  };
  try {
    const value = toJson(checked.value); // a copy: what a check does to it changes nothing
    const text = typeof value === "string" ? value : JSON.stringify(value);
    const verdict: unknown = await guardrail.check({ ...checked, value, text } as never); // its own variables' type is forgotten
    if (verdict === "pass") return { ...about, outcome: "passed" };
    if (isRecord(verdict) && typeof verdict.trip === "string") {
      return { ...about, outcome: "tripped", reason: verdict.trip };
    }
    if (isRecord(verdict) && mayRewrite(guardrail) && isRewrite(guardrail, verdict.rewrite)) {
      return { ...about, outcome: "rewritten", value: toJson(verdict.rewrite) };
    }
    return failed(guardrail, about, 'its check gave neither "pass" nor { trip } nor a { rewrite } that fits here');
  } catch (error) {
    return failed(guardrail, about, errorText(error));
  }
}

/** Runs guardrails one after the other, each on what the one before made of the value, until one trips. */
export async function runGuardrails(
  guardrails: readonly Guardrail[],
  checked: Checked,
): Promise<{ readonly verdicts: readonly Verdict[]; readonly value: JsonValue; readonly tripped: Verdict | null }> {
  const verdicts: Verdict[] = [];
  let { value } = checked;
  for (const guardrail of guardrails) {
    const verdict = await runGuardrail(guardrail, { ...checked, value });
    verdicts.push(verdict);
    if (verdict.outcome === "tripped") return { verdicts, value, tripped: verdict };
    if (verdict.outcome === "rewritten") value = verdict.value ?? null;
  }
  return { verdicts, value, tripped: null };
}

/** Beside the model, it is too late to change what the model was asked. */
function mayRewrite({ on, beside }: Guardrail): boolean {
  return on !== "input" || !beside;
}

function isRewrite({ on }: Guardrail, value: unknown): value is JsonValue {
  if (on === "input" || on === "output") return typeof value === "string";
  return on === "arguments" ? isRecord(value) && isJson(value) : isJson(value);
}

function failed({ onError }: Guardrail, about: Omit<Verdict, "outcome">, reason: string): Verdict {
  return { ...about, outcome: onError === "trip" ? "tripped" : "passed", reason: `The check failed: ${reason}` };
}
