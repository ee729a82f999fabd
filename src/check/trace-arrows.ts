import type { TraceCall, TraceStep } from "./trace.ts";

/** Somebody who takes part in a conversation: the user or who decides about calls, an agent, or a tool. */
export interface Party {
  readonly kind: "person" | "agent" | "tool";
  readonly name: string;
}

/** An arrow of a sequence diagram. */
export interface Arrow {
  readonly from: Party;
  readonly to: Party;
  readonly shaft: keyof typeof shafts;
  readonly text: string;
}

/** How Mermaid writes each kind of arrow. */
export const shafts = {
  /** Something is done. */
  does: "->>",
  /** Something is only asked for: the machine grants it or not, with a later step. */
  wishes: "--)",
  /** A tool comes back, or a person has decided. */
  returns: "-->>",
  /** Something is refused, or fails. */
  fails: "-x",
} as const;

export const user: Party = { kind: "person", name: "user" };
const approver: Party = { kind: "person", name: "approver" };

/** Tells parties apart: a tool may have the name of an agent. */
export function partyKey({ kind, name }: Party): string {
  return `${kind} ${name}`;
}

/** The arrows of one step, in their order; none where nobody does anything to anybody. */
export function arrowsOf(step: TraceStep): readonly Arrow[] {
  const { owner, from, agent, event, what, isRefused } = step;
  const holder = from ?? agent;
  if (event === "nothing") return [];
  if (holder === null) return [{ from: user, to: user, shaft: "does", text: what }];
  const here = agentParty(holder);
  switch (owner) {
    case "user":
      return [{ from: user, to: agentParty(agent ?? holder), shaft: "does", text: what }];
    case "model":
    case "operator":
      return replyArrows(step, here);
    case "approver":
      return [
        { from: approver, to: here, shaft: isRefused ? "fails" : "returns", text: what },
        ...startArrows(step, here),
      ];
    case "tool":
      return [{ from: toolOf(step, here), to: here, shaft: isRefused ? "fails" : "returns", text: what }];
    case "clock":
    case "machine":
      return machineArrows(step, here);
  }
}

/** Calls go where they are dealt with: to the tool, or to who decides about them first. */
function replyArrows(step: TraceStep, here: Party): readonly Arrow[] {
  const { calls, what, isRefused, asked, started } = step;
  if (isRefused) return [{ from: here, to: here, shaft: "fails", text: what }];
  if (calls.length === 0) return [{ from: here, to: user, shaft: "does", text: what }];
  const dealtWith = new Set([...started, ...asked.map(({ name }) => name)]);
  const rest = calls.filter(({ kind, name }) => kind !== "tool" || !dealtWith.has(name));
  return [...startArrows(step, here), ...askArrows(step, here), ...rest.map((call) => wishArrow(call, here))];
}

function startArrows({ started }: TraceStep, here: Party): readonly Arrow[] {
  return started.map((name) => ({ from: here, to: { kind: "tool", name }, shaft: "does", text: `calls ${name}` }));
}

function askArrows({ asked }: TraceStep, here: Party): readonly Arrow[] {
  return asked.map((call) => ({ from: here, to: approver, shaft: "does", text: questionText(call) }));
}

function wishArrow(call: TraceCall, here: Party): Arrow {
  return { from: here, to: targetOf(call), shaft: "wishes", text: wishText(call) };
}

/** The machine is nobody who takes part: its steps lead from the agent that has the conversation to who gets it. */
function machineArrows(step: TraceStep, here: Party): readonly Arrow[] {
  const { agent, what, isRefused, calls, asked, place } = step;
  const [call] = calls;
  if (asked.length > 0) return askArrows(step, here);
  if (isRefused) {
    return [{ from: here, to: call === undefined ? here : targetOf(call), shaft: "fails", text: "is refused" }];
  }
  if (call?.kind === "handoff" && agent === call.name) {
    return [{ from: here, to: targetOf(call), shaft: "does", text: "hands off" }];
  }
  const isForUser = agent === null || place === "awaitingUser" || call?.kind === "question";
  const to = agent !== null && agent !== here.name ? agentParty(agent) : isForUser ? user : here;
  return [{ from: here, to, shaft: "does", text: what }];
}

/** What stands between a handoff and its target is no tool that has a name. */
function toolOf({ calls }: TraceStep, here: Party): Party {
  const [call] = calls;
  return call?.kind === "tool" ? targetOf(call) : here;
}

/** Whom a call is for; ends and questions are for the user. */
function targetOf({ kind, name }: TraceCall): Party {
  switch (kind) {
    case "tool":
      return { kind: "tool", name };
    case "handoff":
    case "return":
      return agentParty(name);
    case "end":
    case "question":
      return user;
  }
}

function wishText({ kind, name }: TraceCall): string {
  switch (kind) {
    case "tool":
      return `asks for ${name}`;
    case "handoff":
      return "asks for a handoff";
    case "return":
      return "asks to return";
    case "end":
      return "asks to end the conversation";
    case "question":
      return "asks for the user";
  }
}

function questionText({ kind, name }: TraceCall): string {
  return kind === "tool" ? `may it call ${name}?` : `may it hand off to ${name}?`;
}

function agentParty(name: string): Party {
  return { kind: "agent", name };
}
