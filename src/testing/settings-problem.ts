import { isRecord } from "../json.ts";
import { choiceProblem, type Fields, numberProblem, type Problem } from "./problem.ts";

const efforts: readonly string[] = ["none", "minimal", "low", "medium", "high", "xhigh", "max"];

/** What is wrong with the settings that both wire formats share. */
export function settingsProblem(body: Fields): Problem {
  const { temperature, top_p: topP, reasoning_effort: effort, reasoning } = body;
  const limits = ["max_tokens", "max_completion_tokens", "max_output_tokens"];
  return (
    numberProblem(temperature, "temperature", { from: 0, to: 2 }) ??
    numberProblem(topP, "top_p", { from: 0, to: 1 }) ??
    limits.map((name) => numberProblem(body[name], name, { from: 1, to: Number.MAX_SAFE_INTEGER })).find(isProblem) ??
    choiceProblem(effort, "reasoning_effort", efforts) ??
    choiceProblem(isRecord(reasoning) ? reasoning.effort : null, "reasoning.effort", efforts) ??
    toolSettingsProblem(body)
  );
}

function toolSettingsProblem({ messages, tools, tool_choice: choice, parallel_tool_calls: parallel }: Fields): Problem {
  if (tools === undefined) {
    if (choice !== undefined) return "'tool_choice' is only allowed when 'tools' are specified.";
    const isChat = messages !== undefined; // the Responses API lets it pass
    return isChat && parallel !== undefined
      ? "'parallel_tool_calls' is only allowed when 'tools' are specified."
      : null;
  }
  const named = isRecord(choice) ? null : choice;
  return (
    choiceProblem(named, "tool_choice", ["auto", "required", "none"]) ??
    choiceProblem(parallel, "parallel_tool_calls", [true, false])
  );
}

function isProblem(problem: Problem): boolean {
  return problem !== null;
}
