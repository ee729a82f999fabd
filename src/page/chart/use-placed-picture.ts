import { useEffect, useMemo, useState } from "preact/hooks";
import type { PictureLevel } from "../../draw/picture.ts";
import { pictureOf } from "../../draw/picture-of.ts";
import type { Layout, PlacedPicture } from "../../draw/placed-picture.ts";
import type { Graph } from "../../graph/graph.ts";
import { errorText } from "../../json.ts";
import { createLayout } from "./layout-worker.ts";

/** What is wanted of the chart. */
export interface ChartWish {
  readonly graph: Graph | null;
  readonly level: PictureLevel;
  readonly unfolded: readonly string[];
  readonly focus: string | null;
}

/** What there is of it: the newest drawing that is there, also while the next one is under way. */
export interface Placing {
  readonly placed: PlacedPicture | null;
  readonly problem: string | null;
}

const layout: Layout = createLayout();

/** So many drawings are kept: going back and forth between two agents lays nothing out again. */
const kept = 24;

/** Lays out what is wanted. Where nothing of the picture changes, nothing is laid out. */
export function usePlacedPicture({ graph, level, unfolded, focus }: ChartWish): Placing {
  const [placing, setPlacing] = useState<Placing>({ placed: null, problem: null });
  const drawings = useMemo(() => new Map<string, PlacedPicture>(), [graph]);
  const key = JSON.stringify([level, unfolded, focus]);
  useEffect(() => {
    if (graph === null) return;
    let isStale = false;
    const known = drawings.get(key);
    if (known !== undefined) setPlacing({ placed: known, problem: null });
    else {
      void place(graph, { level, unfolded: new Set(unfolded), focus }).then((next) => {
        if (next.placed !== null) keep(drawings, key, next.placed);
        if (!isStale) setPlacing((before) => ({ placed: next.placed ?? before.placed, problem: next.problem }));
      });
    }
    return () => {
      isStale = true;
    };
  }, [graph, key, drawings]);
  return placing;
}

async function place(graph: Graph, wish: Parameters<typeof pictureOf>[1]): Promise<Placing> {
  try {
    return { placed: await layout(pictureOf(graph, wish)), problem: null };
  } catch (error) {
    return { placed: null, problem: errorText(error) };
  }
}

function keep(drawings: Map<string, PlacedPicture>, key: string, placed: PlacedPicture): void {
  drawings.set(key, placed);
  const [oldest] = drawings.keys();
  if (drawings.size > kept && oldest !== undefined) drawings.delete(oldest);
}
