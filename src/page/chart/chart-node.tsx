import type { VNode } from "preact";
import { useMemo } from "preact/hooks";
import type { Mark } from "../../draw/overlay.ts";
import type { PlacedNode } from "../../draw/placed-picture.ts";
import { svgNode } from "../../draw/svg/svg-node.ts";
import { drawn } from "./drawn.ts";

/** A node of the chart, made anew only when something about it has changed; its text is its name as a button. */
export function ChartNode({
  node,
  isGroup,
  mark,
  isChosen,
}: {
  readonly node: PlacedNode;
  readonly isGroup: boolean;
  readonly mark: Mark | null;
  readonly isChosen: boolean;
}): VNode {
  const { tone, count, note } = mark ?? {};
  return useMemo(() => {
    const element = svgNode(node, { isGroup, mark });
    if (node.kind === "start") return drawn(element);
    const classes = `${element.attributes.class ?? ""}${isChosen ? " is-chosen" : ""}`;
    return drawn(element, { class: classes, role: "button", tabindex: 0, "aria-pressed": isChosen ? "true" : "false" });
  }, [node, isGroup, tone, count, note, isChosen]);
}
