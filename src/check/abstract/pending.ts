/*
 * What an open reply is to the checker: the calls that have no result yet, in their order, and how far each has come.
 * Calls with a result do not matter any more. The list is one value of one field of the state.
 */

/** A call without a result. */
export interface PendingCall {
  readonly kind: "tool" | "handoff" | "return" | "end" | "question";
  /** The tool or the target; empty where there is none. */
  readonly name: string;
  /**
   * `asked`: a person decides; `ready`: nothing stands before it any more; `granted`: a handoff that a person has
   * allowed; `hooking`, `agreed`: what the handoff calls first is under way, or has agreed.
   */
  readonly status: "asked" | "ready" | "granted" | "hooking" | "agreed";
}

/** The calls of an open reply; empty when no reply is open. */
export type Pending = readonly PendingCall[];

/** Numbers the replies that can be open, in the order in which they are met; 0 is the empty one. */
export class PendingIndex {
  readonly #indexByText = new Map<string, number>([["", 0]]);
  readonly #indexByReply = new WeakMap<Pending, number>();
  readonly #texts: string[] = ["nothing pending"];
  readonly #replies: Pending[] = [[]];

  /** The number of a reply; a new one when it is met for the first time. */
  of(pending: Pending): number {
    const known = this.#indexByReply.get(pending);
    if (known !== undefined) return known;
    const index = this.#numberOf(pending);
    this.#indexByReply.set(pending, index);
    return index;
  }

  #numberOf(pending: Pending): number {
    const text = pendingText(pending);
    const known = this.#indexByText.get(text);
    if (known !== undefined) return known;
    const index = this.#texts.length;
    this.#indexByText.set(text, index);
    this.#texts.push(text);
    this.#replies.push(pending);
    return index;
  }

  /** The reply that has a number. */
  at(index: number): Pending {
    return this.#replies[index] ?? [];
  }

  /** The number of a reply that has been met, or `undefined`. */
  find(pending: Pending): number | undefined {
    return this.#indexByText.get(pendingText(pending));
  }

  /** How each reply is printed. */
  get texts(): readonly string[] {
    return this.#texts;
  }
}

/** The reply with its tools first, in one order of all: in which order tools were called does not matter. */
export function canonical(pending: Pending): Pending {
  if (pending.length < 2) return pending;
  const tools = pending.filter(({ kind }) => kind === "tool");
  const sorted = tools.length < 2 ? tools : [...tools].sort((one, other) => (callKey(one) < callKey(other) ? -1 : 1));
  return [...sorted, ...pending.filter(isTransferCall)];
}

/** What is the same of two calls that nobody can tell apart; of tools, the order in which they stand. */
export function callKey({ kind, name, status }: PendingCall): string {
  return `${name} ${status} ${kind}`;
}

/** The tool calls. */
export function toolsIn(pending: Pending): Pending {
  return pending.filter(({ kind }) => kind === "tool");
}

/** Whether a call is a wish about who speaks next. */
export function isTransferCall({ kind }: PendingCall): boolean {
  return kind !== "tool";
}

/** How a call is printed. */
export function callText({ kind, name }: PendingCall): string {
  return kind === "handoff" ? `the handoff to ${name}` : name;
}

/** The reply without the call at a place. */
export function without(pending: Pending, place: number): Pending {
  return pending.filter((_, index) => index !== place);
}

/** The reply with another call at a place. */
export function withStatus(pending: Pending, place: number, status: PendingCall["status"]): Pending {
  return pending.map((call, index) => (index === place ? { ...call, status } : call));
}

function pendingText(pending: Pending): string {
  return pending
    .map(
      ({ kind, name, status }) => `${kind}${name === "" ? "" : ` ${name}`}${status === "ready" ? "" : ` (${status})`}`,
    )
    .join(", ");
}
