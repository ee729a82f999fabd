import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mesh30 } from "../../machines/mesh.ts";
import { supportDesk } from "../../machines/support-desk.ts";
import { drawMermaid } from "../../src/draw/draw-mermaid.ts";
import { defineGraph } from "../../src/graph/define-graph.ts";
import { transitionTable } from "../../src/machine/table.ts";
import { everything } from "./everything.ts";
import { randomGraph } from "./random-graph.ts";
import { readArrows, type SeenArrow } from "./read-arrows.ts";
import { readFlowchart } from "./read-mermaid.ts";

describe("agents", () => {
  test("the support desk", async () => {
    await expect(drawMermaid(supportDesk)).toMatchFileSnapshot("golden/support-desk.agents.mmd");
  });

  test("a graph that uses everything", async () => {
    await expect(drawMermaid(everything)).toMatchFileSnapshot("golden/everything.agents.mmd");
  });

  test("arrows are exactly those that are declared, with their guards, and the returns of the machine", () => {
    fc.assert(
      fc.property(randomGraph, ({ graph, arrows }) => {
        const returns = Object.entries(transitionTable(graph).agents).flatMap(([from, { deciding }]) =>
          Object.keys(deciding)
            .filter((event) => event.startsWith("return."))
            .map((event) => returnArrow(from, event.slice("return.".length))),
        );
        const drawn = readFlowchart(drawMermaid(graph));
        expect(written(readArrows(drawn, Object.keys(graph.agents)))).toEqual(written([...arrows, ...returns]));
        expect(drawn.arrows[0]).toMatchObject({ from: "start", label: [] });
        expect(drawn.nodes.get(drawn.arrows[0]?.to ?? "")).toBe(graph.start);
      }),
    );
  });

  test("a default mesh is a box, not a line for every pair", () => {
    const graph = defineGraph({ id: "mesh", start: "a", agents: { a: {}, b: {}, c: { kind: "human" } } });
    const { mesh, arrows, nodes } = readFlowchart(drawMermaid(graph));
    expect(mesh).toBe(true);
    expect(arrows).toHaveLength(1);
    expect([...nodes.values()]).toEqual(["start", "a", "b", "c"]);
  });

  test("a declared mesh of many is one too", () => {
    expect(readFlowchart(drawMermaid(mesh30))).toMatchObject({ mesh: true, arrows: [{ from: "start" }] });
  });

  test("a target that is no agent is marked", () => {
    const agents: Record<string, { handoffs: Record<string, object> }> = { triage: { handoffs: { biling: {} } } };
    const drawing = drawMermaid(defineGraph({ id: "desk", start: "triage", agents }));
    expect(drawing).toContain('agent_biling["biling<br/><i>no such agent</i>"]:::unknown');
    expect(drawing).toContain("agent_triage --> agent_biling");
  });

  test("names that become the same node name are told apart", () => {
    const graph = defineGraph({
      id: "desk",
      start: "a b",
      agents: { "a b": { handoffs: { "a-b": {} } }, "a-b": { handoffs: {} } },
    });
    expect(drawMermaid(graph)).toContain("agent_a_b --> agent_a_b_2");
  });
});

describe("states", () => {
  test("the support desk", async () => {
    await expect(drawMermaid(supportDesk, { level: "states" })).toMatchFileSnapshot("golden/support-desk.states.mmd");
  });

  test("a graph that uses everything", async () => {
    await expect(drawMermaid(everything, { level: "states" })).toMatchFileSnapshot("golden/everything.states.mmd");
  });

  test("an agent whose name ends like a state has nodes of its own", () => {
    const agents = {
      a: { instructions: "i", description: "d", handoffs: { a_deciding: {} } },
      a_deciding: { instructions: "i", description: "d" },
    };
    const drawn = drawMermaid(defineGraph({ id: "twin", start: "a", agents }), { level: "states" });
    const nodes = [...drawn.matchAll(/^ *state ".*" as (\w+)/gm)].map(([, node]) => node);
    expect(new Set(nodes).size).toBe(nodes.length);
    expect(nodes).toHaveLength(2 * 7); // two agents with six states each
  });

  test("every row of the transition table that does something is drawn, once", () => {
    const rows = Object.values(transitionTable(supportDesk).agents)
      .flatMap((states) => Object.values(states))
      .concat(transitionTable(supportDesk).opened)
      .flatMap((events) => Object.values(events).flat())
      .filter(({ change }) => change !== null);
    const labels = drawMermaid(supportDesk, { level: "states" })
      .split("\n")
      .filter((line) => / --> \w+ : /.test(line))
      .flatMap((line) => line.replace(/^.* : /, "").split("<br/>"));
    expect(labels).toHaveLength(rows.length);
  });

  test("characters that Mermaid cannot show there are replaced by their wide form", () => {
    const graph = defineGraph({
      id: "desk",
      start: "a",
      agents: {
        a: {
          instructions: "x",
          handoffs: { b: { when: { predicate: { name: "is: #1;", reads: [], test: () => true } } } },
        },
        b: { instructions: "x", description: "x" },
      },
    });
    expect(drawMermaid(graph, { level: "states" })).toContain("handoff.b [open · is： ＃1；()]");
  });

  test("a graph with errors has no states to draw", () => {
    const graph = defineGraph({ id: "desk", start: "a", agents: { a: { routes: [] }, "": {} } });
    expect(() => drawMermaid(graph, { level: "states" })).toThrow(/cannot be compiled/);
  });
});

function returnArrow(from: string, to: string): SeenArrow {
  const [source, target] = [{ kind: "agent", agent: from } as const, { kind: "agent", agent: to } as const];
  return { kind: "return", from: source, to: target, guard: null, label: null, notes: [] };
}

/** In any order: an arrow with two heads stands where the first of both would. */
function written(arrows: readonly SeenArrow[]): readonly string[] {
  const fields = ["kind", "from", "to", "agent", "outcome", "guard", "label", "notes"];
  return arrows.map((arrow) => JSON.stringify(arrow, fields)).toSorted();
}
