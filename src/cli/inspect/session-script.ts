import { type ScriptedModel, scriptedModel } from "../../models/scripted-model.ts";
import type { ScriptedStep } from "../../models/scripted-reply.ts";

/**
 * Makes a model that follows a script in each session from its top; in one that has turns already, as a fork or a session
 * of a journal has, from the step of the turn that is asked for.
 */
export function sessionScript(steps: readonly ScriptedStep[]): ScriptedModel {
  const usedBySession = new Map<string, number>();
  const step = ({ session, turn }: { readonly session: string; readonly turn: number }): ScriptedStep => {
    const index = usedBySession.get(session) ?? turn - 1;
    usedBySession.set(session, index + 1);
    const message = `The script of ${steps.length} steps is used up (session "${session}", turn ${turn}).`;
    return steps[index] ?? { error: "script_ended", message };
  };
  return scriptedModel(step, { record: false });
}
