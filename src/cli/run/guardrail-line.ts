import type { GuardrailPlace } from "../../graph/guardrail.ts";
import type { GuardrailActed } from "../../runtime/update.ts";
import type { FactLine, FactWriter } from "./fact-writer.ts";
import { printable } from "./printable.ts";

/** Writes that a guardrail did not let something through as it was. The reason is never cut. */
export function guardrailLines(
  { type, agent, guardrail, on, reason }: GuardrailActed,
  { paint, nameOf }: FactWriter,
): readonly FactLine[] {
  const what = `${places[on]} ${nameOf(agent)}`;
  const name = printable(guardrail);
  if (type === "guardrail.rewrote")
    return [{ text: `${paint("yellow", "✎")} ${name} ${paint("dim", "·")} rewrote ${what}` }];
  const line = { text: `${paint("red", "⊘")} ${name} ${paint("dim", "·")} ${paint("red", "held back")} ${what}` };
  return reason === null || reason === "" ? [line] : [line, { text: paint("dim", `  ${printable(reason)}`) }];
}

const places: Readonly<Record<GuardrailPlace, string>> = {
  input: "what was said to",
  output: "the answer of",
  arguments: "the arguments of a call by",
  result: "the result of a call by",
};
