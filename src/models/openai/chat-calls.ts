import { isRecord } from "../../json.ts";
import type { ModelCall } from "../../runtime/ports.ts";

/** Puts the calls of one answer together from their fragments. */
export interface CallCollector {
  /** Takes one element of `delta.tool_calls`, whatever it is. */
  take(fragment: unknown): void;
  /** The calls in the order in which they began. */
  calls(): readonly ModelCall[];
}

interface OpenCall {
  id: string | null;
  name: string;
  readonly pieces: string[];
}

interface Fragment {
  readonly index: number | null;
  readonly id: string | null;
  readonly name: string;
  readonly piece: string;
}

/**
 * Collects calls from servers of all kinds:
 *
 * 1. Fragments with the same `index` belong together, as OpenAI has it.
 * 2. But a fragment that brings another id or name than the call at its index begins a new one: some servers
 *    send every call whole, and all of them with index 0.
 * 3. Without an index, a name begins a call, and what has none goes on with the call of the same id, else the last.
 */
export function createCallCollector(): CallCollector {
  const opened: OpenCall[] = [];
  const openByIndex = new Map<number, OpenCall>();

  function take(value: unknown): void {
    const fragment = readFragment(value);
    const { index, id, name, piece } = fragment;
    const call = continued(fragment) ?? open();
    if (index !== null) openByIndex.set(index, call);
    call.id ??= id;
    if (call.name === "") call.name = name;
    call.pieces.push(piece);
  }

  function continued({ index, id, name }: Fragment): OpenCall | undefined {
    if (index === null)
      return name === "" ? (opened.findLast((call) => id !== null && call.id === id) ?? lastWithout(id)) : undefined;
    const call = openByIndex.get(index);
    const begins = name !== "" && (differs(call?.name ?? "", name) || differs(call?.id ?? "", id ?? ""));
    return begins ? undefined : call; // some servers give every fragment of one call an id of its own
  }

  function lastWithout(id: string | null): OpenCall | undefined {
    return id === null ? opened.at(-1) : undefined;
  }

  function open(): OpenCall {
    const call: OpenCall = { id: null, name: "", pieces: [] };
    opened.push(call);
    return call;
  }

  return { take, calls: () => opened.map(({ id, name, pieces }) => ({ id, name, arguments: pieces.join("") })) };
}

function differs(known: string, brought: string): boolean {
  return known !== "" && brought !== "" && known !== brought;
}

function readFragment(value: unknown): Fragment {
  const fragment = isRecord(value) ? value : {};
  const described = isRecord(fragment.function) ? fragment.function : {};
  return {
    index: typeof fragment.index === "number" ? fragment.index : null,
    id: typeof fragment.id === "string" && fragment.id !== "" ? fragment.id : null,
    name: typeof described.name === "string" ? described.name : "",
    piece: readPiece(described.arguments),
  };
}

/** Some servers send the arguments as an object instead of its text. */
function readPiece(piece: unknown): string {
  if (typeof piece === "string") return piece;
  return isRecord(piece) ? JSON.stringify(piece) : "";
}
