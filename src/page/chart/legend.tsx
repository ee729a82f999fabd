import type { JSX } from "preact";
import type { PlacedPicture } from "../../draw/placed-picture.ts";
import { drawFoot } from "../../draw/svg/foot.ts";
import { positionOf } from "../store/changes.ts";
import { usePage } from "../store/use-page.ts";
import { drawn } from "./drawn.ts";
import { sessionMarks } from "./session-marks.ts";

const width = 430;
const margin = 12;

/** What the arrows and marks of the chart mean that occur in it, and what holds for the whole graph. */
export function Legend({ placed }: { readonly placed: PlacedPicture }): JSX.Element {
  const record = usePage((state) => state.record);
  const position = usePage(positionOf);
  const { arrows, caption } = placed;
  const place = { x: margin, y: 0, width: width - 2 * margin };
  const tones = [...new Set([...sessionMarks(record, position).marks.values()].map(({ tone }) => tone))];
  const foot = drawFoot({ arrows, caption, tones }, place);
  return (
    <div class="legend">
      <svg class="handoff-drawing" width={width} height={foot.height + margin} role="img" aria-label="Legend">
        {foot.elements.map((element) => drawn(element))}
      </svg>
    </div>
  );
}
