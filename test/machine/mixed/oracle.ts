import type { MixedReply, Part } from "./reply-kinds.ts";

/* What the rules S1–S6 say of a mixed reply: read off the rules, knowing nothing of the machine. */

/** What must become of a reply. */
export interface Expected {
  /** Of each call, in the order of the calls (S1). */
  readonly statuses: readonly string[];
  /** Which call hands the conversation over, or -1. */
  readonly taken: number;
}

/** What the rules say. */
export function expectedOf({ parts }: MixedReply): Expected {
  const isDenied = parts.some(({ kind }) => kind === "denied" || kind === "expired"); // S4
  const first = isDenied ? -1 : parts.findIndex(({ kind }) => kind === "allowed"); // S2
  return {
    taken: first,
    statuses: parts.map((part, index) => {
      const settled = decodedStatus(part) ?? toolStatus(part);
      if (settled !== null) return settled;
      if (isDenied) return "superseded";
      if (first === -1 || index < first) return "refused";
      return index === first ? "taken" : "superseded";
    }),
  };
}

/** S6: what is wrong in itself is refused when the reply is decoded, whatever else the reply holds. */
function decodedStatus({ kind }: Part): string | null {
  const wrong: readonly string[] = ["unknown", "self", "badArguments", "unknownTool", "foreign"];
  return wrong.includes(kind) ? "refused" : null;
}

/** S3, S4: tools run whatever becomes of the handoffs, but for those that a person did not allow. */
function toolStatus({ of, kind }: Part): string | null {
  if (of === "handoff") return null;
  if (kind === "throws") return "failed";
  return kind === "denied" || kind === "expired" ? "denied" : "returned";
}
