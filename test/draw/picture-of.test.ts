import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mesh30 } from "../../machines/mesh.ts";
import { supportDesk } from "../../machines/support-desk.ts";
import { conditionLabel } from "../../src/draw/condition-label.ts";
import { edgeIds, nodeId } from "../../src/draw/edge-id.ts";
import { edgesOf } from "../../src/draw/edge-of-row.ts";
import { isMesh } from "../../src/draw/join-arrows.ts";
import type { Picture } from "../../src/draw/picture.ts";
import { pictureOf } from "../../src/draw/picture-of.ts";
import { stateText, tableRows } from "../../src/draw/table-row.ts";
import { everything } from "./everything.ts";
import { randomGraph } from "./random-graph.ts";

describe("agents", () => {
  test("arrows stand for exactly the edges, between their places, with their guards", () => {
    fc.assert(
      fc.property(randomGraph, ({ graph }) => {
        const picture = pictureOf(graph);
        sound(picture);
        const shown = isMesh(
          graph,
          edgesOf(graph).map(({ edge }) => edge),
        )
          ? edgesOf(graph).filter(({ edge }) => edge.kind !== "handoff")
          : edgesOf(graph);
        const stands = picture.arrows.flatMap((arrow) => arrow.stands);
        expect(stands.toSorted()).toEqual(["start", ...shown.map(({ id }) => id)].toSorted());
        for (const { id, edge } of shown) {
          const arrow = picture.arrows.find((one) => one.stands.includes(id));
          const ends = arrow?.stands[0] === id || !arrow?.isMutual ? [arrow?.from, arrow?.to] : [arrow.to, arrow.from];
          expect([arrow?.kind, ...ends]).toEqual([edge.kind, nodeId(edge.from), nodeId(edge.to)]);
          const condition = conditionLabel(edge);
          if (condition !== null) expect(arrow?.lines).toContainEqual({ text: condition, style: "guard" });
        }
      }),
    );
  });

  test("two plain handoffs there and back are one arrow with two heads", () => {
    const { arrows } = pictureOf(supportDesk);
    expect(arrows.find(({ isMutual }) => isMutual)).toMatchObject({
      from: "agent:triage",
      to: "agent:billing",
      stands: ["handoff triage→billing", "handoff billing→triage"],
    });
  });

  test("unless they are to be told apart", () => {
    expect(pictureOf(supportDesk, { joins: false }).arrows.map(({ id }) => id)).toEqual([
      "start",
      ...edgeIds(supportDesk),
    ]);
  });

  test("a folded agent shows its name", () => {
    const { nodes } = pictureOf(supportDesk, { unfolded: new Set(["billing"]) });
    expect(nodes.filter(({ isFolded }) => isFolded).map(({ id }) => id)).toEqual(["agent:triage", "agent:refunds"]);
    expect(nodes.find(({ id }) => id === "agent:triage")?.lines).toEqual([]);
    expect(nodes.find(({ id }) => id === "agent:billing")?.lines).toEqual([{ text: "lookupOrder", style: "tool" }]);
  });

  test("a mesh is one group with a sentence, and the arrows of one agent when it is asked for", () => {
    const plain = pictureOf(mesh30);
    expect(plain.arrows.map(({ id }) => id)).toEqual(["start"]);
    expect(plain.nodes.find(({ kind }) => kind === "mesh")?.title).toBe("every agent may hand off to every other");
    const focused = pictureOf(mesh30, { focus: mesh30.start });
    expect(focused.arrows).toHaveLength(1 + 29);
    sound(focused);
  });
});

describe("states", () => {
  test.each([supportDesk, everything])("arrows stand for exactly the rows of the table: $id", (graph) => {
    const picture = pictureOf(graph, { level: "states", unfolded: "all" });
    sound(picture);
    const stands = picture.arrows.flatMap((arrow) => arrow.stands);
    expect(stands.toSorted()).toEqual(["start", ...tableRows(graph).map(({ id }) => id)].toSorted());
    for (const { id, from, to } of tableRows(graph)) {
      const arrow = picture.arrows.find((one) => one.stands.includes(id));
      expect([arrow?.from, arrow?.to]).toEqual([`state:${stateText(from)}`, `state:${stateText(to)}`]);
    }
  });

  test("a folded agent is one node, and arrows to its states lead to it", () => {
    const picture = pictureOf(supportDesk, { level: "states", unfolded: new Set(["triage"]) });
    sound(picture);
    expect(picture.nodes.filter(({ agent }) => agent === "billing")).toMatchObject([{ isFolded: true }]);
    expect(picture.arrows.filter(({ to }) => to === "agent:billing").map(({ from }) => from)).toEqual([
      "state:triage.deciding",
    ]);
  });

  test("of many agents all are folded unless asked for", () => {
    const { nodes } = pictureOf(mesh30, { level: "states" });
    expect(nodes.filter(({ isFolded }) => isFolded)).toHaveLength(30);
  });
});

test("edges keep their names in every picture", () => {
  const { arrows } = pictureOf(everything);
  expect(arrows.flatMap(({ stands }) => stands).toSorted()).toEqual(["start", ...edgeIds(everything)].toSorted());
});

/** Ids are unique, arrows lead from node to node, parents come before their children. */
function sound({ nodes, arrows }: Picture): void {
  const ids = nodes.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(new Set(arrows.map(({ id }) => id)).size).toBe(arrows.length);
  for (const { from, to } of arrows) expect(ids).toEqual(expect.arrayContaining([from, to]));
  for (const [index, { parent }] of nodes.entries()) if (parent !== null) expect(ids.slice(0, index)).toContain(parent);
}
