import type { JSX } from "preact";
import type { GuardEvaluation } from "../../graph/evaluate-guard.ts";
import { guardText } from "../chart/guard-text.ts";

/** What a guard read, and what it said. */
export function GuardValues({ guard }: { readonly guard: GuardEvaluation | undefined }): JSX.Element | null {
  const text = guard === undefined ? null : guardText(guard);
  if (guard === undefined || text === null) return null;
  return <span class={guard.holds ? "guard guard-holds" : "guard guard-fails"}>{text}</span>;
}
