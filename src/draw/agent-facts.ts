import type { Agent } from "../graph/graph.ts";
import { separator } from "./columns.ts";
import { payloadLabel } from "./payload-fields.ts";
import { agentViewLabel } from "./view-label.ts";

/** Something to know about an agent besides its tools and ways: `view`, `last 10`. */
export interface AgentFact {
  readonly name: string;
  readonly text: string;
}

/** Lists what an agent declares about its model's calls; what is left at its default is not told. */
export function agentFacts({ writeInstructions, settings, view, output }: Agent): readonly AgentFact[] {
  const chosen = Object.entries(settings).flatMap(([name, value]) => (value === undefined ? [] : [`${name} ${value}`]));
  const seen = agentViewLabel(view);
  return [
    ...(writeInstructions === null ? [] : [{ name: "instructions", text: "computed" }]),
    ...(chosen.length === 0 ? [] : [{ name: "settings", text: chosen.join(separator) }]),
    ...(seen === null ? [] : [{ name: "view", text: seen }]),
    ...(output === null ? [] : [{ name: "answers", text: payloadLabel(output) }]),
  ];
}
