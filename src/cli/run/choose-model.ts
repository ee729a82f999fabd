import { readFileSync } from "node:fs";
import { UsageError } from "../../errors.ts";
import { parseScript, scriptExample } from "../../models/parse-script.ts";
import { scriptedModel } from "../../models/scripted-model.ts";
import type { ModelClient } from "../../runtime/ports.ts";
import type { CommandArguments } from "../command.ts";
import { oneOf } from "../one-of.ts";
import { requireOpenai } from "../require-openai.ts";

/** A model, and how it is called on the screen. */
export interface ChosenModel {
  readonly model: ModelClient;
  readonly label: string;
}

/**
 * Finds the model that the options and the environment name: a script, or a server.
 *
 * @throws {UsageError} `bad_option` when they name none, or a script that cannot be used; `missing_package` when a
 *   server is named and the package that speaks to it is not installed.
 */
export async function chooseModel({ textOf }: CommandArguments): Promise<ChosenModel> {
  const script = textOf("script");
  if (script !== undefined)
    return { model: scriptedModel(parseScript(readJson(script), { file: script })), label: `script ${script}` };

  const { OPENAI_API_KEY: apiKey = "", OPENAI_BASE_URL: environmentURL = "", OPENAI_MODEL } = process.env;
  const baseURL = textOf("base-url") ?? (environmentURL === "" ? undefined : environmentURL);
  if (apiKey === "" && baseURL === undefined) {
    throw new UsageError("bad_option", {
      message: "There is no model to talk to: neither OPENAI_API_KEY nor a base URL is set, and no script is given.",
      hint: "Set OPENAI_API_KEY; or --base-url http://localhost:11434/v1 for Ollama, vLLM or any compatible server; or --script FILE.json for answers of your own.",
    });
  }
  const model = textOf("model") ?? OPENAI_MODEL ?? "";
  if (model === "") {
    throw new UsageError("bad_option", {
      message: "Which model is meant is not said.",
      hint: "Give --model NAME, or set OPENAI_MODEL.",
    });
  }
  const api = textOf("api");
  const { openaiModel } = await import("../../models/openai/index.ts");
  const chosen: ChosenModel = {
    label: baseURL === undefined ? model : `${model} at ${hostOf(baseURL)}`,
    model: openaiModel({
      model,
      baseURL,
      api: api === undefined ? undefined : oneOf("--api", api, ["responses", "chat"]),
    }),
  };
  await requireOpenai();
  return chosen;
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
