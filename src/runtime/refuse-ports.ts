import { UsageError } from "../errors.ts";
import { isRecord } from "../json.ts";
import { didYouMean, suggestName } from "../suggest-name.ts";

/** The options of a runtime, and the methods of those that are ports. */
const methodsByOption: Readonly<Record<string, readonly string[]>> = {
  model: [],
  models: [],
  journal: ["append", "read", "head", "sessions", "fork"],
  clock: ["now", "sleep"],
  ids: ["session", "jitter"],
  observers: [],
  caps: [],
};

/**
 * Refuses options of `createRuntime` that only a program without types can give; models and caps are judged where they are
 * read. Of other names only those that are misspelt: a program may keep more in one object.
 *
 * @throws {UsageError} `bad_option` naming the option, and what is missing of it.
 */
export function refusePorts(options: unknown): void {
  const known = Object.keys(methodsByOption);
  if (!isRecord(options)) throw refusal("createRuntime needs options.", "Pass { model }, at least.");
  for (const [name, value] of Object.entries(options)) {
    const meant = known.includes(name) ? null : suggestName(name, known);
    if (meant !== null) {
      const hint = didYouMean(meant, `Its options: ${known.join(", ")}.`);
      throw refusal(`createRuntime has no option "${name}".`, hint);
    }
    const methods = methodsByOption[name] ?? [];
    const missing = value === undefined ? [] : methods.filter((method) => !has(value, method));
    if (missing.length > 0) {
      throw refusal(
        `The option ${name} lacks ${missing.join(", ")}.`,
        `It must have the methods ${methods.join(", ")}.`,
      );
    }
  }
  for (const name of ["models", "caps"]) {
    if (options[name] === undefined || isRecord(options[name])) continue;
    throw refusal(`The option ${name} must be an object.`, "Leave it out, or see docs/runtime.md.");
  }
  const { observers } = options;
  if (observers === undefined || (Array.isArray(observers) && observers.every(isRecord))) return;
  throw refusal("The option observers must be a list of observers.", "Pass [{ onUpdate, onEntry }].");
}

function has(value: unknown, method: string): boolean {
  return typeof value === "object" && value !== null && typeof Reflect.get(value, method) === "function";
}

function refusal(message: string, hint: string): UsageError {
  return new UsageError("bad_option", { message, hint });
}
