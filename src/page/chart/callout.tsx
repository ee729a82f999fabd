import type { JSX } from "preact";
import type { PlacedArrow, PlacedPicture } from "../../draw/placed-picture.ts";
import { textWidth } from "../../draw/text-width.ts";
import { calloutPlace } from "./callout-place.ts";

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
  const width = textWidth(text, font) + 20;
  const { x, y, stem } = calloutPlace(arrow, { width, height }, placed);
  return (
    <g class={`callout callout-${tone}`} transform={`translate(${x} ${y})`}>
      <path class="callout-stem" d={stem} />
      <rect width={width} height={height} rx={7} />
      <text x={width / 2} y={height / 2 + 4.2} text-anchor="middle">
        {text}
      </text>
    </g>
  );
}
