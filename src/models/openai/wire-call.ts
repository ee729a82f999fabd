import type { ToolMessage } from "../../graph/message.ts";
import { sanitizeToolName } from "../../graph/tool-name.ts";
import { isRecord } from "../../json.ts";

/**
 * Gives the name under which a past call is shown to a server. A model may have called a tool by a name that no
 * server accepts in a request; shown as it was, it would make every later request of the session fail.
 */
export function wireName(name: string): string {
  return sanitizeToolName(name).slice(0, 64) || "unnamed";
}

/**
 * Gives the arguments with which a past call is shown to a server: always a JSON object, as some servers parse
 * them and reject a request that holds anything else. What the model wrote stays readable in it.
 */
export function wireArguments(text: string): string {
  return isJsonObject(text) ? text : JSON.stringify({ unreadable_arguments: text });
}

/**
 * Gives the result of a call as text: strings as they are, anything else as JSON. Where a person changed the arguments
 * before the call ran, the result says so: the call itself stays as the model made it, and would contradict it.
 */
export function wireOutput({ output, edited }: Pick<ToolMessage, "output" | "edited">): string {
  const text = typeof output === "string" ? output : JSON.stringify(output);
  if (edited === undefined) return text;
  return `[A person changed the arguments of this call to ${JSON.stringify(edited)} before it ran.]\n${text}`;
}

function isJsonObject(text: string): boolean {
  try {
    return isRecord(JSON.parse(text));
  } catch {
    return false;
  }
}
