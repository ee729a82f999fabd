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

const roles: readonly string[] = ["system", "developer", "user", "assistant", "tool"];

/**
 * Says why OpenAI would reject a request for a chat completion:
 *
 * 1. Each message has a role and a content that this role may have.
 * 2. Behind an assistant's message with calls stand the results of all of them, and a result stands nowhere else.
 * 3. Tools, settings and `response_format` are known ones.
 */
export function chatProblem(body: Fields): Problem {
  const { messages, tools, response_format: format } = body;
  return (
    listProblem(messages, "messages", messageProblem) ??
    (Array.isArray(messages) ? orderProblem(messages.filter(isRecord)) : null) ??
    (tools === undefined ? null : listProblem(tools, "tools", toolProblem)) ??
    formatProblem(format, "response_format", "chat") ??
    settingsProblem(body)
  );
}

function messageProblem(message: Fields, place: string): Problem {
  const { role, content, name, tool_calls: calls } = message;
  const unknown = choiceProblem(role ?? "", `${place}.role`, roles);
  if (unknown !== null) return unknown;
  if (name !== undefined && (typeof name !== "string" || !/^[^\s<|\\/>]+$/.test(name))) {
    return invalid(`${place}.name`, "a string that matches ^[^\\s<|\\\\/>]+$", name);
  }
  if (role === "assistant" && calls !== undefined) {
    const silent = content === null || content === undefined;
    return (
      listProblem(calls, `${place}.tool_calls`, callProblem) ??
      (silent ? null : contentProblem(content, `${place}.content`, "chat other"))
    );
  }
  return contentProblem(content, `${place}.content`, role === "user" ? "chat user" : "chat other");
}

function callProblem({ id, type, function: called }: Fields, place: string): Problem {
  if (typeof id !== "string" || id === "") return invalid(`${place}.id`, "a string", id);
  if (type !== "function") return invalid(`${place}.type`, "function", type);
  if (!isRecord(called)) return invalid(`${place}.function`, "an object", called);
  if (typeof called.name !== "string" || !wireNamePattern.test(called.name)) {
    return invalid(`${place}.function.name`, `a string that matches ${wireNamePattern.source}`, called.name);
  }
  return typeof called.arguments === "string"
    ? null
    : invalid(`${place}.function.arguments`, "a string", called.arguments);
}

function toolProblem({ type, function: described }: Fields, place: string): Problem {
  if (type !== "function") return choiceProblem(type ?? "", `${place}.type`, ["function", "custom"]);
  if (!isRecord(described)) return invalid(`${place}.function`, "an object", described);
  return functionProblem(described, `${place}.function`);
}

function orderProblem(messages: readonly Fields[]): Problem {
  const open = new Set<unknown>();
  const seen = new Set<unknown>();
  const problem = firstProblem(messages, ({ role, tool_call_id: answered, tool_calls: calls }, index) => {
    if (role === "tool") {
      return open.delete(answered)
        ? null
        : `Invalid 'messages[${index}]': messages with role 'tool' must be a response to a preceding message with 'tool_calls'.`;
    }
    if (open.size > 0) return unanswered(open);
    const ids = (Array.isArray(calls) ? calls : []).filter(isRecord).map(({ id }) => id);
    return firstProblem(ids, (id) => {
      if (seen.has(id)) return `Invalid 'messages[${index}]': duplicate tool_call_id ${JSON.stringify(id)}.`;
      seen.add(id);
      open.add(id);
      return null;
    });
  });
  return problem ?? (open.size > 0 ? unanswered(open) : null);
}

function unanswered(ids: ReadonlySet<unknown>): string {
  return `An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: ${[...ids].join(", ")}.`;
}
