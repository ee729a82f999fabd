import type { PlacedPicture } from "../../draw/placed-picture.ts";
import type { PageState } from "../store/page-state.ts";

/** What a click into the chart changes: what it hits is chosen; beside everything, nothing is. */
export function chosen(
  target: EventTarget | null,
  { nodes, arrows, level }: PlacedPicture,
): ((state: PageState) => PageState) | null {
  if (!(target instanceof Element)) return null;
  const part = target.closest("[data-node], [data-arrow], [data-label]");
  const nodeId = part?.getAttribute("data-node") ?? null;
  const node = nodes.find(({ id }) => id === nodeId);
  if (node !== undefined) {
    return (state) => ({
      ...state,
      selection: { kind: "node", id: node.id },
      panel: "details",
      ...(node.isFolded && node.agent !== null && level === "states"
        ? { unfolded: new Map(state.unfolded).set(node.agent, true) }
        : {}),
    });
  }
  const arrowId = part?.getAttribute("data-arrow") ?? part?.getAttribute("data-label") ?? null;
  const arrow = arrows.find(({ id }) => id === arrowId);
  if (arrow !== undefined) {
    const { id, stands } = arrow;
    return (state) => ({ ...state, selection: { kind: "arrow", id, stands }, panel: "details" });
  }
  return (state) => (state.selection === null ? state : { ...state, selection: null });
}
