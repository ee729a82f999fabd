import { readFileSync } from "node:fs";
import { UsageError } from "../../errors.ts";
import type { Graph } from "../../graph/graph.ts";
import { parseScript, scriptExample } from "../../models/parse-script.ts";
import { scriptedModel } from "../../models/scripted-model.ts";
import type { ScriptedStep } from "../../models/scripted-reply.ts";
import type { ModelChoice, Models } from "../../runtime/models-by-agent.ts";
import type { ModelClient } from "../../runtime/ports.ts";
import type { CommandArguments } from "../command.ts";
import { oneOf } from "../one-of.ts";
import { requireOpenai } from "../require-openai.ts";
import { type ModelNames, modelNames } from "./model-names.ts";

/** The models of a graph's agents, and how they are called on the screen. */
export interface ChosenModels extends ModelChoice {
  readonly label: string;
}

/**
 * Finds the models that the options and the environment name: a script, or models of one server.
 *
 * @throws {UsageError} `bad_option` when they name none, or a script that cannot be used; `missing_package` when a
 *   server is named and the package that speaks to it is not installed.
 */
export async function chooseModels(
  graph: Graph,
  { textOf, textsOf }: Pick<CommandArguments, "textOf" | "textsOf">,
): Promise<ChosenModels> {
  const script = textOf("script");
  if (script !== undefined) return { model: scriptedModel(readScript(script)), label: `script ${script}` };

  const { OPENAI_API_KEY: apiKey = "", OPENAI_BASE_URL: environmentURL = "", OPENAI_MODEL = "" } = process.env;
  const baseURL = textOf("base-url") ?? (environmentURL === "" ? undefined : environmentURL);
  if (apiKey === "" && baseURL === undefined) {
    throw new UsageError("bad_option", {
      message: "There is no model to talk to: neither OPENAI_API_KEY nor a base URL is set, and no script is given.",
      hint: "Set OPENAI_API_KEY; or --base-url http://localhost:11434/v1 for Ollama, vLLM or any compatible server; or --script FILE.json for answers of your own.",
    });
  }
  const given = { models: textsOf("model"), fallbacks: textsOf("fallback"), environment: OPENAI_MODEL };
  const { common, byAgent, fallbacks } = modelNames(graph, given);
  const apiText = textOf("api");
  const api = apiText === undefined ? undefined : oneOf("--api", apiText, ["responses", "chat"]);
  const server = baseURL === undefined ? "" : ` at ${hostOf(baseURL)}`;
  const { openaiModel } = await import("../../models/openai/index.ts");
  const clientOf = (model: string): ModelClient => openaiModel({ model, baseURL, api });
  const modelsOf = (model: string): Models => [clientOf(model), ...fallbacks.map(clientOf)];
  const chosen: ChosenModels = {
    label: `${labelOf({ common, byAgent, fallbacks })}${server}`,
    model: modelsOf(common),
    models: Object.fromEntries([...byAgent].map(([agent, model]) => [agent, modelsOf(model)])),
  };
  await requireOpenai();
  return chosen;
}

/**
 * Reads the answers of a script.
 *
 * @throws {UsageError} `bad_option` when the file cannot be read, or naming what in it is no answer.
 */
export function readScript(path: string): readonly ScriptedStep[] {
  return parseScript(readJson(path), { file: path });
}

/** `gpt-5, triage: gpt-5-mini, else gpt-4.1` */
function labelOf({ common, byAgent, fallbacks }: ModelNames): string {
  const own = [...byAgent].map(([agent, model]) => `${agent}: ${model}`);
  return [common, ...own, ...fallbacks.map((model) => `else ${model}`)].join(", ");
}

function hostOf(baseURL: string): string {
  if (URL.canParse(baseURL)) return new URL(baseURL).host;
  throw new UsageError("bad_option", {
    message: `The base URL ${JSON.stringify(baseURL)} is no URL.`,
    hint: "Write it whole: http://localhost:11434/v1.",
  });
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError("bad_option", {
      message: `The script ${path} cannot be read: ${reason}.`,
      hint: scriptExample,
      cause,
    });
  }
}
