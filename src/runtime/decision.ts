import type { ApprovalDenied, ApprovalGranted, EditedArguments } from "../machine/event.ts";
import type { ApproveOptions, DenyOptions } from "./session.ts";

/** A decision before it is known about which call, and when. */
export type Undecided = Omit<ApprovalGranted, "call" | "at"> | Omit<ApprovalDenied, "call" | "at">;

/** The facts of a person's yes. */
export function grant({ by, remember }: ApproveOptions, edited: EditedArguments | null): Undecided {
  return { type: "approval.granted", ...given({ by, remember }), ...(edited === null ? {} : { edited }) };
}

/** The facts of a person's no. */
export function denial({ by, reason, remember }: DenyOptions): Undecided {
  return { type: "approval.denied", ...given({ by, reason, remember }) };
}

/** The facts that were given. */
function given<Facts extends object>(facts: Facts): { [Name in keyof Facts]?: Exclude<Facts[Name], undefined> } {
  const given = Object.entries(facts).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as { [Name in keyof Facts]?: Exclude<Facts[Name], undefined> }; // filtered here
}
