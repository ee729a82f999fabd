import type { JSX, RefObject, TargetedKeyboardEvent } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { markOf } from "../../draw/mark-of.ts";
import type { PlacedArrow, PlacedPicture } from "../../draw/placed-picture.ts";
import { groupHeading } from "../../draw/svg/svg-node.ts";
import { arrowNames, holds } from "../../draw/svg/svg-of.ts";
import { positionOf } from "../store/changes.ts";
import type { PageState } from "../store/page-state.ts";
import { useDesk, usePage } from "../store/use-page.ts";
import { Callout } from "./callout.tsx";
import { type Camera, createCamera } from "./camera.ts";
import { ChartArrow, ChartLabel } from "./chart-arrow.tsx";
import { ChartNode } from "./chart-node.tsx";
import { chosen } from "./choose.ts";
import { drawn } from "./drawn.ts";
import { remarkAt } from "./remark-at.ts";
import { sessionMarks } from "./session-marks.ts";

/** The drawing behind its window, with what the session has done on top of it. */
export function Chart({
  placed,
  camera,
}: {
  readonly placed: PlacedPicture;
  readonly camera: RefObject<Camera | null>;
}): JSX.Element {
  const { store } = useDesk();
  const record = usePage((state) => state.record);
  const position = usePage(positionOf);
  const selection = usePage((state) => state.selection);
  const window = useRef<SVGSVGElement>(null);
  const drawing = useRef<SVGGElement>(null);
  const overlay = useMemo(() => sessionMarks(record, position), [record, position]);
  const groups = useMemo(() => new Set(placed.nodes.map(({ parent }) => parent)), [placed]);
  const named = useMemo(() => arrowNames(placed.nodes), [placed]);
  const inner = useMemo(() => labelsInside(placed, groups), [placed, groups]);
  const active = placed.nodes.filter(({ id }) => overlay.marks.get(id)?.tone === "active");
  const innermost = active.at(-1) ?? null;
  const remark = record !== null ? remarkAt(record, position, placed) : null;

  useLayoutEffect(() => {
    if (window.current === null || drawing.current === null) return;
    const made = createCamera(window.current, drawing.current);
    camera.current = made;
    return () => made.dispose();
  }, [camera]);
  useLayoutEffect(() => camera.current?.fit(placed, active), [placed, camera]);
  useEffect(() => {
    if (innermost !== null) camera.current?.show(innermost);
  }, [innermost?.id, camera]);

  const choose = (target: EventTarget | null): void => {
    const change = chosen(target, placed);
    if (change !== null) store.change((state: PageState) => change(state));
  };
  const onKeyDown = (event: TargetedKeyboardEvent<SVGSVGElement>): void => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    choose(event.target);
  };
  const marked = placed.arrows.map((arrow) => ({ arrow, mark: markOf(overlay, [arrow.id, ...arrow.stands]) }));
  const chosenWays = new Set(selection?.kind === "arrow" ? [selection.id, ...selection.stands] : []);
  const isArrowChosen = ({ id, stands }: PlacedArrow): boolean =>
    chosenWays.has(id) || stands.some((one) => chosenWays.has(one));
  const nodes = (isGroup: boolean): readonly JSX.Element[] =>
    placed.nodes
      .filter(({ id }) => groups.has(id) === isGroup)
      .map((node) => (
        <ChartNode
          key={node.id}
          node={node}
          isGroup={isGroup}
          mark={markOf(overlay, [node.id])}
          isChosen={selection?.kind === "node" && selection.id === node.id}
        />
      ));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a drawing whose parts are buttons is a group, and no field set.
    <svg
      ref={window}
      class="chart handoff-drawing"
      role="group"
      aria-label={`Chart of ${placed.title}`}
      onClick={({ target }) => choose(target)}
      onKeyDown={onKeyDown}
    >
      <g ref={drawing} class="drawing">
        <g class="groups">{nodes(true)}</g>
        <g class="arrows">
          {marked.map(({ arrow, mark }) => (
            <ChartArrow
              key={arrow.id}
              arrow={arrow}
              from={named(arrow.from)}
              to={named(arrow.to)}
              mark={mark}
              isChosen={isArrowChosen(arrow)}
            />
          ))}
        </g>
        <Headings placed={placed} groups={groups} />
        <g class="nodes">{nodes(false)}</g>
        <g class="labels">
          {marked.map(({ arrow, mark }) => (
            <ChartLabel key={arrow.id} arrow={arrow} mark={mark} isInside={inner.has(arrow.id)} />
          ))}
        </g>
        {remark !== null && <Callout remark={remark} placed={placed} />}
      </g>
    </svg>
  );
}

/** The titles of what holds others, over what leads into it. */
function Headings({
  placed,
  groups,
}: {
  readonly placed: PlacedPicture;
  readonly groups: ReadonlySet<string | null>;
}): JSX.Element {
  return useMemo(
    () => (
      <g class="headings">{placed.nodes.filter(({ id }) => groups.has(id)).map((node) => drawn(groupHeading(node)))}</g>
    ),
    [placed, groups],
  );
}

/** The arrows whose labels stand in a node that holds others. */
function labelsInside({ nodes, arrows }: PlacedPicture, groups: ReadonlySet<string | null>): ReadonlySet<string> {
  const outer = nodes.filter(({ id }) => groups.has(id));
  return new Set(
    arrows.flatMap(({ id, label }) => (label !== null && outer.some((group) => holds(group, label)) ? id : [])),
  );
}
