import type { OpenAI } from "openai";
import { UsageError } from "../../errors.ts";
import { isRecord } from "../../json.ts";
import { modelFailure } from "../model-failure.ts";
import type { OpenaiSettings } from "./openai-options.ts";

type OpenaiPackage = Pick<typeof import("openai"), "OpenAI">;

/**
 * Makes a client of the `openai` package, which is loaded only now: it is an optional peer.
 *
 * The client neither retries nor logs: both are for the machine to decide.
 *
 * @throws {@link UsageError} `missing_package` when the package is not installed.
 * @throws {@link ModelError} `unauthorized` when OpenAI itself would be asked without a key.
 */
export async function connect(
  settings: OpenaiSettings,
  load: () => Promise<OpenaiPackage> = importPackage,
): Promise<OpenAI> {
  const { OpenAI } = await loadPackage(load);
  return new OpenAI({
    apiKey: keyFor(settings),
    baseURL: settings.baseURL,
    maxRetries: 0,
    logLevel: "off",
    ...(settings.headers !== undefined && { defaultHeaders: settings.headers }),
    ...(settings.fetch !== undefined && { fetch: settings.fetch }),
  });
}

async function loadPackage(load: () => Promise<OpenaiPackage>): Promise<OpenaiPackage> {
  try {
    return await load();
  } catch (error) {
    if (!isRecord(error) || error.code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new UsageError("missing_package", {
      message: "openaiModel needs the package openai, which is not installed.",
      hint: "Run: npm install openai@7",
      cause: error,
    });
  }
}

function importPackage(): Promise<OpenaiPackage> {
  return import("openai");
}

/** Servers of one's own seldom ask for a key, but the package demands one. */
function keyFor({ apiKey, compatible }: OpenaiSettings): string {
  if (apiKey !== undefined && apiKey !== "") return apiKey;
  if (compatible) return "none";
  throw modelFailure("unauthorized", {
    message: "There is no key for OpenAI.",
    hint: "Set OPENAI_API_KEY or pass apiKey; for another server, pass baseURL.",
  });
}
