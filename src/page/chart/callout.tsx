import type { JSX } from "preact";
import type { PlacedArrow, PlacedPicture } from "../../draw/placed-picture.ts";
import { middleOf } from "../../draw/svg/arrow-path.ts";
import { textWidth } from "../../draw/text-width.ts";

/** What has just been read and said at an arrow: `verified = false ✗`. */
export interface Remark {
  readonly arrow: PlacedArrow;
  readonly text: string;
  readonly tone: "holds" | "fails";
}

const font = { size: 12, family: "mono", isBold: true } as const;
const height = 24;

/** A little flag over the arrow that was taken or refused. */
export function Callout({ remark, placed }: { readonly remark: Remark; readonly placed: PlacedPicture }): JSX.Element {
  const { arrow, text, tone } = remark;
  const { label } = arrow;
  const width = textWidth(text, font) + 20;
  const at = label === null ? middleOf(arrow.points) : { x: label.x + label.width / 2, y: label.y };
  const x = Math.min(placed.width - width, Math.max(0, at.x - width / 2));
  const y = at.y - height - 9;
  return (
    <g class={`callout callout-${tone}`} transform={`translate(${x} ${y})`}>
      <path class="callout-stem" d={`M${at.x - x - 6} ${height - 1}h12l-6 8z`} />
      <rect width={width} height={height} rx={7} />
      <text x={width / 2} y={height / 2 + 4.2} text-anchor="middle">
        {text}
      </text>
    </g>
  );
}
