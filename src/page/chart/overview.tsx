import type { JSX, RefObject, TargetedPointerEvent } from "preact";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import type { Box, PlacedPicture } from "../../draw/placed-picture.ts";
import { positionOf } from "../store/changes.ts";
import { usePage } from "../store/use-page.ts";
import type { Camera } from "./camera.ts";

/** The room that the small drawing may take, in pixels. */
const largest = { width: 168, height: 112 };

/**
 * The whole chart very small, with what of it is in sight: there while something is not. It is a pointer's tool only; who
 * uses the keyboard goes from node to node.
 */
export function Overview({
  placed,
  camera,
}: {
  readonly placed: PlacedPicture;
  readonly camera: RefObject<Camera | null>;
}): JSX.Element {
  const active = usePage((state) => state.record?.timeline.at(positionOf(state)).agent ?? null);
  const window = useRef<SVGSVGElement>(null);
  const frame = useRef<SVGRectElement>(null);
  const { width, height, nodes } = placed;
  const scale = Math.min(largest.width / width, largest.height / height);

  useLayoutEffect(
    () =>
      camera.current?.watch((sight) => {
        window.current?.classList.toggle("is-needless", holdsAll(sight, placed));
        for (const [name, value] of Object.entries(sight)) frame.current?.setAttribute(name, String(value));
      }),
    [camera, placed],
  );
  const boxes = useMemo(() => {
    const parents = new Set(nodes.map(({ parent }) => parent));
    return nodes.filter(({ id, parent }) => parent === null || !parents.has(id));
  }, [nodes]);
  const go = (event: TargetedPointerEvent<SVGSVGElement>): void => {
    if (event.buttons !== 1) return;
    const bounds = event.currentTarget.getBoundingClientRect();
    camera.current?.centre({ x: (event.clientX - bounds.left) / scale, y: (event.clientY - bounds.top) / scale });
  };
  return (
    <svg
      ref={window}
      class="overview"
      aria-hidden="true"
      width={width * scale}
      height={height * scale}
      viewBox={`0 0 ${width} ${height}`}
      onPointerDown={go}
      onPointerMove={go}
    >
      {boxes.map(({ id, agent, x, y, width: wide, height: high }) => (
        <rect
          key={id}
          class={agent !== null && agent === active ? "is-active" : undefined}
          x={x}
          y={y}
          width={wide}
          height={high}
          rx={6}
        />
      ))}
      <rect ref={frame} class="overview-sight" vector-effect="non-scaling-stroke" />
    </svg>
  );
}

function holdsAll({ x, y, width, height }: Box, drawing: PlacedPicture): boolean {
  return x <= 0 && y <= 0 && x + width >= drawing.width && y + height >= drawing.height;
}
