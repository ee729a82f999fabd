import type { JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { drawingRules } from "../../draw/svg/rules.ts";
import { themeVariables } from "../../draw/svg/theme.ts";
import { IconButton } from "../controls/button.tsx";
import { positionOf } from "../store/changes.ts";
import { usePage } from "../store/use-page.ts";
import type { Camera } from "./camera.ts";
import { Chart } from "./chart.tsx";
import { Legend } from "./legend.tsx";
import { meshFocus } from "./mesh-focus.ts";
import { Overview } from "./overview.tsx";
import { PlainList } from "./plain-list.tsx";
import { unfoldedAgents } from "./unfolded-agents.ts";
import { usePlacedPicture } from "./use-placed-picture.ts";

/** The chart with its tools; or, where it cannot be drawn, why, and its agents and ways as a list. */
export function ChartPanel(): JSX.Element {
  const shown = usePage((state) => state.graph);
  const level = usePage((state) => state.level);
  const chosen = usePage((state) => state.unfolded);
  const active = usePage((state) => state.record?.timeline.at(positionOf(state)).agent ?? null);
  const [hasLegend, setLegend] = useState(false);
  const camera = useRef<Camera | null>(null);
  const isDark = usePage((state) => state.isDark);
  const graph = shown?.graph ?? null;
  const unfolded = useMemo(
    () => (graph === null ? [] : unfoldedAgents(Object.keys(graph.agents), { level, active, chosen })),
    [graph, level, active, chosen],
  );
  const picked = usePage((state) => (state.selection?.kind === "node" ? state.selection.id : null));
  const focus = graph === null ? null : meshFocus(graph, { picked, active });
  const { placed, problem } = usePlacedPicture({ graph, level, unfolded, focus });

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const { key, target } = event;
      if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]") !== null) return;
      if (target instanceof HTMLElement && ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName)) return;
      if (key === "+" || key === "=") camera.current?.zoom(1.25);
      else if (key === "-") camera.current?.zoom(0.8);
      else if (key === "0" && placed !== null) camera.current?.fit(placed, []);
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [placed]);

  const said = shown?.problem ?? problem;
  return (
    <div class="chart-panel">
      <style>{`${drawingRules("auto", { hasMarks: true })}${themeVariables(isDark ? "dark" : "light")}`}</style>
      {said !== null && (
        <p class="chart-problem" role="alert">
          {said}
        </p>
      )}
      {placed !== null && (problem === null || placed.level === level) ? (
        <Chart placed={placed} camera={camera} />
      ) : (
        said !== null && graph !== null && <PlainList graph={graph} />
      )}
      {placed !== null && problem === null && <Overview placed={placed} camera={camera} />}
      {placed !== null && hasLegend && <Legend placed={placed} />}
      {placed !== null && (
        <div class="chart-tools">
          <button type="button" aria-pressed={hasLegend} onClick={() => setLegend(!hasLegend)}>
            legend
          </button>
          <IconButton icon="plus" label="Zoom in (+)" onPress={() => camera.current?.zoom(1.25)} />
          <IconButton icon="minus" label="Zoom out (−)" onPress={() => camera.current?.zoom(0.8)} />
          <IconButton icon="fit" label="Fit (0)" onPress={() => camera.current?.fit(placed, [])} />
        </div>
      )}
    </div>
  );
}
