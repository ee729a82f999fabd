import { evaluateGuard } from "./evaluate-guard.ts";
import type { Variables } from "./guard.ts";
import type { ParsedGuard } from "./parse-guard.ts";

/** When a person must approve a call before it runs. */
export type Approval =
  | { readonly kind: "never" }
  | { readonly kind: "always" }
  /** When the call's arguments satisfy the guard. */
  | ({ readonly kind: "when" } & ParsedGuard);

/** Whether a call with these arguments needs a person's approval; a guard that fails to evaluate asks for it. */
export function needsApproval(approval: Approval, input: Variables): boolean {
  if (approval.kind !== "when") return approval.kind === "always";
  const { holds, error } = evaluateGuard(approval.node, input);
  return holds || error !== undefined;
}
