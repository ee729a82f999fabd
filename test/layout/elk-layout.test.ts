import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, expect, test } from "vitest";
import { airline } from "../../machines/airline.ts";
import { broken } from "../../machines/broken.ts";
import { dispute } from "../../machines/dispute.ts";
import { mesh30 } from "../../machines/mesh.ts";
import { supportDesk } from "../../machines/support-desk.ts";
import { type PictureOptions, pictureOf } from "../../src/draw/picture-of.ts";
import type { Box, PlacedPicture } from "../../src/draw/placed-picture.ts";
import type { Graph } from "../../src/graph/graph.ts";
import { elkLayout } from "../../src/layout/elk-layout.ts";
import type { ElkWorker } from "../../src/layout/elk-worker.ts";
import { elkWorkerLayout } from "../../src/layout/elk-worker-layout.ts";
import { loadElk } from "../../src/layout/load-elk.ts";
import { everything } from "../draw/everything.ts";
import { treeGraph } from "../draw/tree-graph.ts";

describe("nothing overlaps", () => {
  const graphs = [
    supportDesk,
    airline,
    dispute,
    broken,
    mesh30,
    everything,
    treeGraph(6),
    treeGraph(30),
    treeGraph(100),
  ];
  const drawings: readonly (readonly [string, Graph, PictureOptions])[] = [
    ...graphs.map((graph) => [`${graph.id} agents`, graph, {}] as const),
    ["support-desk states", supportDesk, { level: "states" }],
    ["mesh-30 one agent", mesh30, { focus: "agent-7" }],
  ];
  test.each(drawings)("%s", async (_, graph, options) => {
    const placed = await elkLayout(pictureOf(graph, options));
    expect(overlaps(placed)).toEqual([]);
    expect(outside(placed)).toEqual([]);
    for (const { id, points, label, lines } of placed.arrows) {
      expect([id, points.length >= 2]).toEqual([id, true]);
      expect([id, label === null]).toEqual([id, lines.length === 0]);
    }
  });
});

test("a worker lays out alike", async () => {
  const { Worker } = createRequire(import.meta.url)("elkjs/lib/elk-worker.min.js") as {
    readonly Worker: new () => ElkWorker;
  };
  const layout = elkWorkerLayout(new Worker());
  const picture = pictureOf(supportDesk);
  const [first, second] = await Promise.all([layout(picture), layout(pictureOf(dispute))]);
  expect(first).toEqual(await elkLayout(picture));
  expect(second).toEqual(await elkLayout(pictureOf(dispute)));
});

test("without the package, it is said how to get it", async () => {
  const missing = Object.assign(new Error("Cannot find package 'elkjs'"), { code: "ERR_MODULE_NOT_FOUND" });
  await expect(loadElk(() => Promise.reject(missing))).rejects.toMatchObject({
    code: "missing_package",
    hint: expect.stringContaining(`npm install elkjs@${peer().replace(/^\^(\d+\.\d+).*$/, "$1")}`),
  });
});

function peer(): string {
  return JSON.parse(readFileSync("package.json", "utf8")).peerDependencies.elkjs;
}

/** Boxes that share a place although none holds the other, by name; labels hold nothing. */
function overlaps({ nodes, arrows }: PlacedPicture): readonly string[] {
  const parents = new Map(nodes.map(({ id, parent }) => [id, parent]));
  const isInside = (inner: string, outer: string): boolean => {
    const parent = parents.get(inner) ?? null;
    return parent !== null && (parent === outer || isInside(parent, outer));
  };
  const isGroup = new Set(nodes.map(({ parent }) => parent));
  const labels = arrows.flatMap(({ id, label }) => (label === null ? [] : [{ id: `label of ${id}`, ...label }]));
  const leaves = nodes.filter(({ id }) => !isGroup.has(id));
  return [
    ...nodes.flatMap((one, index) =>
      nodes.slice(index + 1).flatMap((other) => {
        const isNested = isInside(one.id, other.id) || isInside(other.id, one.id);
        return !isNested && meet(one, other) ? [`${one.id} and ${other.id}`] : [];
      }),
    ),
    ...labels.flatMap((label, index) =>
      [...leaves, ...labels.slice(index + 1)].flatMap((other) =>
        meet(label, other) ? [`${label.id} and ${other.id}`] : [],
      ),
    ),
  ];
}

function outside({ width, height, nodes, arrows }: PlacedPicture): readonly string[] {
  const boxes = [...nodes, ...arrows.flatMap(({ id, label }) => (label === null ? [] : [{ id, ...label }]))];
  const isIn = ({ x, y, ...box }: Box): boolean =>
    x >= 0 && y >= 0 && x + box.width <= width && y + box.height <= height;
  return boxes.filter((box) => !isIn(box)).map(({ id }) => id);
}

function meet(one: Box, other: Box): boolean {
  const across = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const down = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  return across > 0.5 && down > 0.5;
}
