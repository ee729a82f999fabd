import { isRecord } from "../json.ts";
import { contentProblem } from "./content-problem.ts";
import {
  choiceProblem,
  type Fields,
  firstProblem,
  invalid,
  listProblem,
  type Problem,
  wireNamePattern,
} from "./problem.ts";
import { formatProblem, functionProblem } from "./schema-problem.ts";
import { settingsProblem } from "./settings-problem.ts";

/**
 * Says why OpenAI would reject a request for a response:
 *
 * 1. Messages, calls and outputs have what they need; what has no type is a message. Items of other types pass.
 * 2. Every call has one output behind it, and every output a call before it.
 * 3. Reasoning is encrypted when nothing is stored, and something stands behind it.
 * 4. Functions, settings and `text.format` are known ones.
 */
export function responsesProblem(body: Fields): Problem {
  const { input, tools, text, store } = body;
  return (
    (typeof input === "string" ? null : listProblem(input, "input", itemProblem)) ??
    (Array.isArray(input) ? orderProblem(input.filter(isRecord), store !== false) : null) ??
    (tools === undefined ? null : listProblem(tools, "tools", toolProblem)) ??
    formatProblem(isRecord(text) ? text.format : undefined, "text.format", "responses") ??
    settingsProblem(body)
  );
}

function itemProblem(item: Fields, place: string): Problem {
  switch (item.type ?? "message") {
    case "message":
      return messageProblem(item, place);
    case "function_call":
      return callProblem(item, place);
    case "function_call_output":
      return outputProblem(item, place);
    default:
      return typeof item.type === "string" ? null : invalid(`${place}.type`, "a string", item.type);
  }
}

function messageProblem({ role, content }: Fields, place: string): Problem {
  const speaker = role === "assistant" ? "responses other" : "responses user";
  return (
    choiceProblem(role ?? "", `${place}.role`, ["user", "assistant", "system", "developer"]) ??
    contentProblem(content, `${place}.content`, speaker)
  );
}

function callProblem({ call_id: id, name, arguments: input }: Fields, place: string): Problem {
  if (!isCallId(id)) return invalid(`${place}.call_id`, "a string of 1 to 64 characters", id);
  if (typeof name !== "string" || !wireNamePattern.test(name)) {
    return invalid(`${place}.name`, `a string that matches ${wireNamePattern.source}`, name);
  }
  return typeof input === "string" ? null : invalid(`${place}.arguments`, "a string", input);
}

function outputProblem({ call_id: id, output }: Fields, place: string): Problem {
  if (!isCallId(id)) return invalid(`${place}.call_id`, "a string of 1 to 64 characters", id);
  return typeof output === "string" ? null : contentProblem(output, `${place}.output`, "responses user");
}

function isCallId(id: unknown): boolean {
  return typeof id === "string" && id.length > 0 && id.length <= 64;
}

function toolProblem(tool: Fields, place: string): Problem {
  if (tool.type === "function") return functionProblem(tool, place);
  return typeof tool.type === "string" ? null : invalid(`${place}.type`, "a string", tool.type);
}

function orderProblem(items: readonly Fields[], stored: boolean): Problem {
  const open = new Set<unknown>();
  const seen = new Set<unknown>();
  const problem = firstProblem(items, (item, index) => {
    const { type, call_id: id } = item;
    if (type === "reasoning") return reasoningProblem(item, { follower: items[index + 1], stored });
    if (type === "function_call_output") {
      return open.delete(id) ? null : `No tool call found for function call output with call_id ${String(id)}.`;
    }
    if (type !== "function_call") return null;
    if (seen.has(id)) return `Invalid 'input[${index}]': duplicate call_id ${JSON.stringify(id)}.`;
    seen.add(id);
    open.add(id);
    return null;
  });
  const [unanswered] = open;
  return problem ?? (open.size > 0 ? `No tool output found for function call ${String(unanswered)}.` : null);
}

interface Surroundings {
  readonly follower: Fields | undefined;
  readonly stored: boolean;
}

function reasoningProblem({ id, encrypted_content: content }: Fields, { follower, stored }: Surroundings): Problem {
  if (typeof content !== "string" && !stored) {
    return `Item with id '${String(id)}' not found. Items are not persisted when \`store\` is set to false.`;
  }
  const continued = follower !== undefined && (follower.role === "assistant" || isModelItem(follower.type));
  return continued
    ? null
    : `Item '${String(id)}' of type 'reasoning' was provided without its required following item.`;
}

function isModelItem(type: unknown): boolean {
  return type === "reasoning" || type === "function_call";
}
