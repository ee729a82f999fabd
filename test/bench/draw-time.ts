import { drawSvg } from "handoff-machine/svg";
import { treeGraph } from "../draw/tree-graph.ts";

/*
 * How long it takes to draw a tree of so many agents as SVG: in a process that has drawn nothing yet, ELK's loading included,
 * and when it has. `npm run build && node test/bench/draw-time.ts 30`
 */

const agents = Number(process.argv[2] ?? 30);
const graph = treeGraph(agents);
const times: number[] = [];
for (let drawing = 0; drawing < 6; drawing++) {
  const start = performance.now();
  await drawSvg(graph);
  times.push(performance.now() - start);
}
const [first = 0, ...later] = times;
const warm = later.reduce((sum, time) => sum + time, 0) / later.length;
console.log(`${agents} agents: the first drawing ${first.toFixed(0)} ms, each later one ${warm.toFixed(0)} ms`);
