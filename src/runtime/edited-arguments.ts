import { UsageError } from "../errors.ts";
import type { Graph } from "../graph/graph.ts";
import { parseWith, type Schema } from "../graph/schema.ts";
import { byteLength, exceedsBytes, isJson, isRecord, type JsonValue, lookup, toJson } from "../json.ts";
import type { Call } from "../machine/context.ts";
import type { EditedArguments } from "../machine/event.ts";
import { agentOf } from "../machine/state.ts";
import { asJsonObject, noteOf } from "./decode-reply.ts";

/** A call that a person edits. */
export interface EditedCall {
  readonly graph: Graph;
  readonly agent: string;
  readonly call: Call;
  readonly input: JsonValue;
  /** In UTF-8 bytes. */
  readonly maxBytes: number;
}

/**
 * What a person put in the place of a call's arguments, as its schema takes it.
 *
 * @throws {UsageError} `bad_event` when it does not fit; `too_large`.
 */
export function editedArguments({ graph, agent, call, input, maxBytes }: EditedCall): EditedArguments {
  const what = `The arguments of call "${call.key}"`;
  const text = JSON.stringify(toJson(input));
  if (exceedsBytes(text, maxBytes)) {
    const message = `${what} are ${byteLength(text)} bytes long; at most ${maxBytes} are taken.`;
    throw new UsageError("too_large", { message, hint: "Raise caps.maxArgumentBytes." });
  }
  if (!isRecord(input)) throw new UsageError("bad_event", { message: `${what} must be an object.` });
  const schema = schemaOf(graph, agent, call);
  if (schema === null) {
    const note = call.request.kind === "handoff" ? noteOf(input, "reason") : noteOf(input, "");
    if (note !== null) return { arguments: text, input: note };
    throw new UsageError("bad_event", { message: `${what} cannot be edited so: it takes none of these.` });
  }
  const parsed = parseWith(schema, input);
  if (parsed instanceof Promise) {
    const message = `${what} have an asynchronous schema, which an edit cannot wait for.`;
    throw new UsageError("bad_event", { message, hint: "Deny the call, and say in the reason what it should be." });
  }
  if (!parsed.ok) {
    throw new UsageError("bad_event", { message: `${what} do not fit: ${parsed.problems.join("; ")}.` });
  }
  const taken = { arguments: text, input: asJsonObject(parsed.value) };
  return isRecord(parsed.value) && isJson(parsed.value) ? taken : { ...taken, lossy: true };
}

function schemaOf(graph: Graph, agent: string, { request }: Call): Schema | null {
  switch (request.kind) {
    case "tool":
      return lookup(graph.tools, request.tool)?.input ?? null;
    case "handoff":
      return lookup(agentOf(graph, agent).handoffs, request.to)?.input ?? null;
    default:
      return null;
  }
}
