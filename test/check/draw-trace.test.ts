import fc from "fast-check";
import {
  checkGraph,
  drawTrace,
  type Graph,
  type GraphProperty,
  type GraphShape,
  propertiesOf,
  type Trace,
  type TraceStep,
} from "handoff-machine";
import { describe, expect, test } from "vitest";
import { supportDesk } from "../../machines/support-desk.ts";
import { graphs } from "../arbitraries/graph.ts";
import { assertProperty } from "../machine/assert-property.ts";
import { bypassDesk, payDesk } from "./desks.ts";
import { randomReport } from "./random-report.ts";

const verified = { variables: { verified: true } } as const;

describe("a diagram of", () => {
  test("a violation: handoffs, an approval, a tool, and the step that the property speaks of", async () => {
    const { at } = propertiesOf(bypassDesk);
    const drawing = drawn(bypassDesk, at("verified when a refund is paid", { runs: "refund" }, verified));
    await expect(drawing).toMatchFileSnapshot("golden/bypass-desk.mmd");
  });

  test("a handoff that is refused: a crossed arrow, and why", async () => {
    const { never } = propertiesOf(supportDesk);
    const drawing = drawn(supportDesk, never("nothing is refused", { refused: {} }));
    await expect(drawing).toMatchFileSnapshot("golden/refused.mmd");
  });

  test("what repeats for ever: a loop", async () => {
    const { eventually } = propertiesOf(payDesk);
    const ends = eventually("it ends", { place: "completed" }, { weak: ["user", "model", "machine"] });
    await expect(drawn(payDesk, ends)).toMatchFileSnapshot("golden/lasso.mmd");
  });

  test("a call that a person denies", async () => {
    const { never } = propertiesOf(payDesk);
    await expect(drawn(payDesk, never("nobody denies", { denies: "pay" }))).toMatchFileSnapshot("golden/denied.mmd");
  });

  test("nothing: it is so at the beginning", () => {
    expect(drawTrace({ steps: [], loopStart: null, people: [] })).toBe(
      "sequenceDiagram\n  actor person_user as user\n  Note over person_user: it is so at the beginning\n",
    );
  });
});

test("names are shown as they are, and none is a word of Mermaid", () => {
  const step: TraceStep = {
    owner: "model",
    actor: "end",
    what: "",
    event: "model.replied",
    isRefused: false,
    calls: [{ kind: "handoff", name: "loop; #1" }],
    asked: [],
    started: ["end"],
    from: "end",
    agent: "end",
    place: "awaitingTools",
    notes: ['plan := "a; <b>"'],
    isMarked: false,
  };
  const lines = drawTrace({ steps: [step], loopStart: null, people: ["loop; #1"] }, { title: 'x: "y"' }).split("\n");
  expect(lines).toEqual([
    "---",
    'title: "x: \\"y\\""',
    "---",
    "sequenceDiagram",
    "  participant agent_end as end",
    "  participant tool_end as ⚙ end",
    "  actor agent_loop_1 as loop#59; #35;1",
    "  agent_end ->> tool_end: 1 calls end",
    "  agent_end --) agent_loop_1: 1 asks for a handoff",
    "  Note over agent_end,agent_loop_1: plan #58;= #34;a#59; #60;b#62;#34;",
    "",
  ]);
});

test("every conversation of random graphs has a diagram in which each of its steps is told, in order", () => {
  const seen = new Set<string>();
  assertProperty(
    fc.property(graphs, (graph) => {
      for (const { trace } of randomReport(graph).results) {
        if (trace === null) continue;
        const { participants, lines } = read(drawTrace(trace, { title: "any" }));
        const numbers = lines.flatMap(({ text }) => (/^\d+/.exec(text) ?? []).map(Number));
        expect([...new Set(numbers)]).toEqual(trace.steps.map((_, index) => index + 1));
        expect(numbers).toEqual(numbers.toSorted((one, other) => one - other));
        expect(participants).toEqual(expect.arrayContaining(lines.flatMap(({ parties }) => parties)));
        expect(lines.filter(({ kind }) => kind === "loop")).toHaveLength(hasLoop(trace) ? 1 : 0);
        expect(lines.filter(({ kind }) => kind === "rect")).toHaveLength(trace.steps.filter(isMarked).length);
        expect(depthOf(lines)).toBe(0);
        for (const { shaft } of lines) if (shaft !== null) seen.add(shaft);
      }
    }),
    { numRuns: Number(process.env.PROPERTY_RUNS ?? 8) },
  );
  expect([...seen].sort()).toEqual(["--)", "-->>", "->>", "-x"]);
});

function drawn<Shape extends GraphShape>(graph: Graph<Shape>, property: GraphProperty<Shape>): string {
  const [result] = checkGraph(graph, [property], { defaults: false }).results;
  const { trace = null, verdict, name } = result ?? {};
  return trace === null ? "" : drawTrace(trace, { title: `${verdict}: ${name}` });
}

interface Line {
  readonly kind: "arrow" | "note" | "loop" | "rect" | "end";
  readonly parties: readonly string[];
  readonly text: string;
  readonly shaft: string | null;
}

/** Reads a diagram; a line that is none of those that there can be is an error. */
function read(drawing: string): { readonly participants: readonly string[]; readonly lines: readonly Line[] } {
  const [, body = ""] = drawing.split("\nsequenceDiagram\n");
  const all = body
    .trimEnd()
    .split("\n")
    .map((line) => line.trim());
  const participants = all.flatMap((line) => /^(?:actor|participant) (\w+) as [^;#]/.exec(line)?.[1] ?? []);
  const lines = all.slice(participants.length).map((line): Line => {
    const arrow = /^(\w+) (--?(?:>>|x|\))) (\w+): ((?:[^;#]|#\d+;)+)$/.exec(line);
    if (arrow !== null) {
      const [, from = "", shaft = "", to = "", text = ""] = arrow;
      return { kind: "arrow", parties: [from, to], text, shaft };
    }
    const note = /^Note over (\w+)(?:,(\w+))?: ((?:[^;#]|#\d+;)+)$/.exec(line);
    if (note !== null)
      return {
        kind: "note",
        parties: [note[1] ?? "", ...(note[2] === undefined ? [] : [note[2]])],
        text: note[3] ?? "",
        shaft: null,
      };
    const kind = (["loop", "rect", "end"] as const).find((word) => line === word || line.startsWith(`${word} `));
    if (kind === undefined) throw new Error(`No line of a diagram: ${line}`);
    return { kind, parties: [], text: "", shaft: null };
  });
  return { participants, lines };
}

function hasLoop({ steps, loopStart }: Trace): boolean {
  return loopStart !== null && loopStart < steps.length;
}

function isMarked(step: TraceStep): boolean {
  return step.isMarked;
}

function depthOf(lines: readonly Line[]): number {
  return lines.reduce(
    (depth, { kind }) => depth + (kind === "loop" || kind === "rect" ? 1 : kind === "end" ? -1 : 0),
    0,
  );
}
