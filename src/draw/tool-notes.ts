import { guardLabel } from "../graph/guard-label.ts";
import type { Tool } from "../graph/tool.ts";
import { approvalNote } from "./approval-note.ts";

/** What stands in the way of a tool, and what a person has to do with its calls, each a few words. */
export function toolNotes({ guard, approval, approvalExpires, inDoubt }: Tool<never>): readonly string[] {
  const condition = approval.kind === "when" ? ` when ${guardLabel(approval.node)}` : "";
  return [
    ...(guard === null ? [] : [`only when ${guardLabel(guard.node)}`]),
    ...(approval.kind === "never" ? [] : [`${approvalNote(approvalExpires)}${condition}`]),
    ...(inDoubt === "retry" ? [] : [{ fail: "fails when in doubt", ask: "asks a person when in doubt" }[inDoubt]]),
  ];
}
