import type { JSX } from "preact";
import { conditionLabel } from "../../draw/condition-label.ts";
import { agentAt } from "../../draw/drawn-place.ts";
import { nodeId } from "../../draw/edge-id.ts";
import { edgesOf } from "../../draw/edge-of-row.ts";
import { agentsOf, type Graph } from "../../graph/graph.ts";
import { AgentTag } from "../controls/agent-tag.tsx";

/** The agents and their ways, where no chart can be drawn. */
export function PlainList({ graph }: { readonly graph: Graph }): JSX.Element {
  const edges = edgesOf(graph);
  return (
    <ul class="plain-list">
      {agentsOf(graph).map(({ name, description }) => (
        <li key={name}>
          <AgentTag name={name} /> {description}
          <ul>
            {edges
              .filter(({ edge }) => agentAt(edge.from) === name)
              .map(({ id, edge }) => {
                const condition = conditionLabel(edge);
                return (
                  <li key={id}>
                    {edge.kind} → {agentAt(edge.to) ?? nodeId(edge.to)}
                    {condition === null ? "" : ` when ${condition}`}
                  </li>
                );
              })}
          </ul>
        </li>
      ))}
    </ul>
  );
}
