import type { VNode } from "preact";
import { useMemo } from "preact/hooks";
import type { Mark } from "../../draw/overlay.ts";
import type { PlacedArrow } from "../../draw/placed-picture.ts";
import { bentPath } from "../../draw/svg/arrow-path.ts";
import { svgArrow, svgLabel } from "../../draw/svg/svg-arrow.ts";
import { drawn } from "./drawn.ts";

interface ChartArrowProps {
  readonly arrow: PlacedArrow;
  readonly from: string;
  readonly to: string;
  readonly mark: Mark | null;
  readonly isChosen: boolean;
}

/** The stroke of an arrow, with room around it for a pointer. */
export function ChartArrow({ arrow, from, to, mark, isChosen }: ChartArrowProps): VNode {
  const { tone, note } = mark ?? {};
  return useMemo(() => {
    const element = svgArrow(arrow, { from, to }, mark);
    const classes = `${element.attributes.class ?? ""}${isChosen ? " is-chosen" : ""}`;
    return drawn(element, { class: classes }, [<path key="reach" class="reach" d={bentPath(arrow.points)} />]);
  }, [arrow, from, to, tone, note, isChosen]);
}

/** What stands beside an arrow. */
export function ChartLabel({
  arrow,
  mark,
  isInside,
}: Pick<ChartArrowProps, "arrow" | "mark"> & {
  /** Whether it stands in a node that holds others. */
  readonly isInside: boolean;
}): VNode {
  const { tone, count, note } = mark ?? {};
  return useMemo(
    () => <g>{svgLabel(arrow, { mark, isInside }).map((element) => drawn(element))}</g>,
    [arrow, isInside, tone, count, note],
  );
}
