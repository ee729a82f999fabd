import { UsageError } from "../../errors.ts";
import type { Graph } from "../../graph/graph.ts";
import type { Journal } from "../../journal/journal.ts";
import { memoryJournal } from "../../journal/memory-journal.ts";
import { createRuntime, type Runtime } from "../../runtime/create-runtime.ts";
import type { ModelClient } from "../../runtime/ports.ts";
import type { CommandArguments } from "../command.ts";
import { readWholeEntries } from "../read-entries.ts";
import { mostMessageBytes } from "../run/attachment.ts";
import { type ChosenModels, chooseModels, readScript } from "../run/choose-model.ts";
import { fileJournal } from "../run/file-journal.ts";
import { lockJournal } from "../run/journal-lock.ts";
import { sessionScript } from "./session-script.ts";

/** The runtime that is inspected, and how its models are called; `null`: whoever looks is the only model. */
export interface Inspected {
  readonly runtime: Runtime;
  readonly ownModel: string | null;
}

/**
 * Makes the runtime that is inspected: over the journal that is given, with the model that is given.
 *
 * @throws {UsageError} as `handoff run` does for models and journals; `bad_journal` naming a line that is broken.
 */
export async function chooseInspected(graph: Graph, given: CommandArguments): Promise<Inspected> {
  const chosen = await chooseModelsOrNone(graph, given);
  const journal = await openJournal(given);
  const { label = null, ...models } = chosen ?? { model: nobody };
  return {
    runtime: createRuntime(graph, { ...models, journal, caps: { maxMessageBytes: mostMessageBytes } }),
    ownModel: label,
  };
}

async function chooseModelsOrNone(
  graph: Graph,
  given: CommandArguments,
): Promise<(Omit<ChosenModels, "label"> & { readonly label?: string }) | null> {
  const script = given.textOf("script");
  if (script !== undefined) return { model: sessionScript(readScript(script)), label: `script ${script}` };
  const { OPENAI_API_KEY = "", OPENAI_BASE_URL = "", OPENAI_MODEL = "" } = process.env;
  const isNamed =
    ["model", "fallback"].some((option) => given.textsOf(option).length > 0) ||
    ["base-url", "api"].some((option) => given.textOf(option) !== undefined);
  const isInEnvironment = OPENAI_MODEL !== "" && `${OPENAI_API_KEY}${OPENAI_BASE_URL}` !== "";
  return isNamed || isInEnvironment ? await chooseModels(graph, given) : null;
}

/** A journal that is only looked at is left as it is, also while another process writes to it. */
async function openJournal({ textOf, isSet }: CommandArguments): Promise<Journal> {
  const path = textOf("journal");
  if (path === undefined) return memoryJournal();
  if (!isSet("read-only")) {
    lockJournal(path);
    return await fileJournal(path);
  }
  const journal = memoryJournal();
  for (const [session, entries] of Map.groupBy(readWholeEntries(path), (entry) => entry.session))
    await journal.append(session, 0, entries);
  return journal;
}

/** Stands where the runtime needs a model and no session has it: each is opened with another. */
const nobody: ModelClient = {
  provider: "none",
  generate: () =>
    Promise.reject(
      new UsageError("bad_option", { message: "There is no model.", hint: "Be it yourself, or start with --model." }),
    ),
};
