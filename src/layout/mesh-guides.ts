import type { PictureNode } from "../draw/picture.ts";
import type { ElkEdge } from "./elk-json.ts";

/**
 * Edges that are laid out and not drawn, so that the agents of a mesh stand in rows, about as wide as they are high: each
 * is before the one below it.
 */
export function meshGuides(agents: readonly PictureNode[]): readonly ElkEdge[] {
  const columns = Math.ceil(Math.sqrt(agents.length * 0.75));
  return agents
    .slice(columns)
    .map(({ id }, index) => ({ id: `guide ${index}`, sources: [agents[index]?.id ?? id], targets: [id] }));
}
