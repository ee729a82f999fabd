import { chatProblem } from "./chat-problem.ts";
import type { Fields, Problem } from "./problem.ts";
import { responsesProblem } from "./responses-problem.ts";
import type { ServerApi } from "./server-reply.ts";

/** Says why OpenAI would reject a request, so that tests against a server of ours are worth something. */
export function requestProblem(api: ServerApi, body: Fields): Problem {
  if (typeof body.model !== "string") return "You must provide a model parameter.";
  return api === "chat" ? chatProblem(body) : responsesProblem(body);
}
