import type { AgentView, StandardView } from "../graph/graph.ts";

/** Writes what an agent's model sees of the conversation, or `null` where it is what it always sees. */
export function agentViewLabel(view: AgentView): string | null {
  if (view.kind === "custom") return `${view.name}()`;
  const { last, summary } = view;
  const newest = last ?? summary?.keep ?? null;
  const parts = [
    ...(newest === null ? [] : [`last ${newest}`]),
    ...hidden[view.hide],
    ...(summary === null ? [] : ["summary of the rest"]),
  ];
  return parts.length === 0 ? null : parts.join(", ");
}

/** Writes what the target of a handoff sees of what was said before it. */
export function handoffViewLabel(view: AgentView): string {
  if (view.kind === "custom") return `${view.name}()`;
  const { last, summary } = view;
  const parts = [
    ...(last === null ? [] : [`last ${last}`]),
    ...hidden[view.hide],
    ...(summary === null ? [] : [last === null ? "a summary" : "summary of the rest"]),
  ];
  return parts.length === 0 ? "all but handoffs" : parts.join(", ");
}

/** The handoffs of others are hidden unless a view says otherwise. */
const hidden: Readonly<Record<StandardView["hide"], readonly string[]>> = {
  nothing: ["with handoffs"],
  handoffs: [],
  calls: ["without calls"],
};
