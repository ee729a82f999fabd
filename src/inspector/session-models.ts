import { UsageError } from "../errors.ts";
import type { ModelName } from "../inspect/wire.ts";
import { lookup } from "../json.ts";
import type { ModelChoice, Models } from "../runtime/models-by-agent.ts";
import { didYouMean, suggestName } from "../suggest-name.ts";
import { type HandlerOptions, usualOwnModel, you } from "./inspector-options.ts";
import type { PersonModel } from "./person-model.ts";

/** The models that sessions can have, by how they are called. */
export interface SessionModels {
  /** Their names, the usual one first. */
  readonly names: readonly ModelName[];
  /** The name of the runtime's own; `null` where they are not offered. */
  readonly own: ModelName | null;
  /**
   * The models of a name, or the usual ones; `null`: those of the runtime, which need not be said.
   *
   * @throws {UsageError} `bad_option` listing the names.
   */
  choose(name: ModelName | undefined): { readonly name: ModelName; readonly choice: ModelChoice | null };
}

/** Lists the models that sessions can have: the runtime's own, those that are given besides, and the person who looks. */
export function sessionModels(
  options: Pick<HandlerOptions, "models" | "ownModel">,
  person: PersonModel,
): SessionModels {
  const { models = {}, ownModel: own = usualOwnModel } = options;
  const choices: Readonly<Record<string, Models | ModelChoice>> = { ...models, [you]: person };
  const names = [...(own === null ? [] : [own]), ...Object.keys(choices)];
  return {
    names,
    own,
    choose(wanted = names[0] ?? you) {
      if (wanted === own) return { name: wanted, choice: null };
      const found = lookup(choices, wanted);
      if (found !== undefined) return { name: wanted, choice: isChoice(found) ? found : { model: found } };
      throw new UsageError("bad_option", {
        message: `model: there is no model "${wanted}" here.`,
        hint: didYouMean(suggestName(wanted, names), `Models: ${names.join(", ")}.`),
      });
    },
  };
}

function isChoice(given: Models | ModelChoice): given is ModelChoice {
  return "model" in given;
}
