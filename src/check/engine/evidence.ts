import { type Analysis, type Edge, type EventTest, edgesOf } from "./analysis.ts";
import { successorOf } from "./closures.ts";
import { decodeState, pathTo, type Step, type Values } from "./exploration.ts";
import { pack, unpack } from "./layout.ts";
import type { Program } from "./program.ts";
import type { Evidence } from "./result.ts";

/** The evidence that ends in a state: a shortest path to it. */
export function pathEvidence({ exploration }: Analysis, state: number): Evidence {
  return evidenceOf(exploration.program, pathTo(exploration, state));
}

/** The evidence that ends with a command: a shortest path to the state, and the command, which is marked. */
export function commandEvidence({ exploration }: Analysis, state: number, command: number): Evidence {
  const before = decodeState(exploration, state);
  const steps = pathTo(exploration, state);
  const last = { command, before, after: successorValues(exploration.program, command, before) };
  return { ...evidenceOf(exploration.program, [...steps, last]), marks: [steps.length] };
}

/** The evidence that follows recorded transitions from the initial state; those that pass the test are marked. */
export function edgesEvidence(
  analysis: Analysis,
  edges: readonly Edge[],
  { loopStart = null, marks = () => false }: { readonly loopStart?: number | null; readonly marks?: EventTest } = {},
): Evidence {
  const { exploration } = analysis;
  const { targets, commands } = edgesOf(analysis);
  const steps = edges.map(({ state, edge }) => ({
    command: commands[edge] ?? 0,
    before: decodeState(exploration, state),
    after: decodeState(exploration, targets[edge] ?? 0),
  }));
  const marked = edges.flatMap(({ state, edge }, position) => (marks(state, commands[edge] ?? 0) ? [position] : []));
  return { ...evidenceOf(exploration.program, steps), loopStart, marks: marked };
}

function evidenceOf({ model }: Program, steps: readonly Step[]): Evidence {
  return { initial: model.fields.map(({ initial }) => initial), steps, loopStart: null, marks: [] };
}

function successorValues({ model, layout }: Program, index: number, before: Values): Values {
  const command = model.commands[index];
  if (command === undefined) return before;
  const arena = new Int32Array(2 * layout.words);
  pack(layout, before, arena, 0);
  successorOf(command, layout)(arena, 0, layout.words);
  return unpack(layout, arena, layout.words);
}
