import type { AgentView, StandardView } from "../graph/graph.ts";

/** What a model sees of the conversation; of a view of your own, its name. */
export type DrawnView = StandardView | { readonly kind: "custom"; readonly name: string };

/** Writes a view as plain JSON. */
export function drawnView(view: AgentView): DrawnView {
  return view.kind === "custom" ? { kind: "custom", name: view.name } : view;
}
