import { UsageError } from "../../errors.ts";
import { agentsOf, type Graph } from "../../graph/graph.ts";
import { lookup } from "../../json.ts";
import { didYouMean, suggestName } from "../../suggest-name.ts";

/** Which models are asked, by their names. */
export interface ModelNames {
  /** For every agent that has none of its own. */
  readonly common: string;
  readonly byAgent: ReadonlyMap<string, string>;
  /** Asked in this order when the one before has failed. */
  readonly fallbacks: readonly string[];
}

/** What was given: the values of `--model` and `--fallback`, and the model that the environment names. */
export interface GivenNames {
  readonly models: readonly string[];
  readonly fallbacks: readonly string[];
  readonly environment: string;
}

/**
 * Reads `NAME` and `agent=NAME`; of several for the same the last counts.
 *
 * @throws {UsageError} `bad_option` when an agent is none with a model, a name is missing, or none is for all.
 */
export function modelNames(graph: Graph, { models, fallbacks, environment }: GivenNames): ModelNames {
  const byAgent = new Map<string, string>();
  let common = environment;
  for (const given of models) {
    const [, agent, name = ""] = /^([^=]*)=(.*)$/s.exec(given) ?? [];
    if (agent === undefined) common = given;
    else byAgent.set(modelAgent(graph, agent, given), required(name, given));
  }
  if (common === "") {
    throw new UsageError("bad_option", {
      message:
        byAgent.size === 0 ? "Which model is meant is not said." : "Which model the other agents have is not said.",
      hint: "Give --model NAME, or set OPENAI_MODEL.",
    });
  }
  return { common, byAgent, fallbacks: fallbacks.map((name) => required(name, name)) };
}

function modelAgent(graph: Graph, name: string, given: string): string {
  if (lookup(graph.agents, name)?.kind === "model") return name;
  const known = agentsOf(graph).flatMap((agent) => (agent.kind === "model" ? [agent.name] : []));
  throw new UsageError("bad_option", {
    message: `--model ${given}: ${graph.id} has no agent ${JSON.stringify(name)} with a model.`,
    hint: didYouMean(suggestName(name, known), `Agents with a model: ${known.join(", ")}.`),
  });
}

function required(name: string, given: string): string {
  if (name !== "") return name;
  throw new UsageError("bad_option", {
    message: `The name of a model is missing${given === "" ? "" : ` in --model ${given}`}.`,
    hint: "Write --model NAME, --model agent=NAME or --fallback NAME.",
  });
}
