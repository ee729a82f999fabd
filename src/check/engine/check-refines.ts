import { UsageError } from "../../errors.ts";
import { type Analysis, type Edge, edgesOf, firstEdge } from "./analysis.ts";
import { edgesEvidence } from "./evidence.ts";
import { exploreProgram } from "./explore.ts";
import { createIntList, push } from "./int-list.ts";
import { countInterned, createInterned, intern } from "./intern.ts";
import type { Judgement } from "./judgement.ts";
import { proven } from "./judgement.ts";
import { createObservers } from "./observers.ts";
import { prepareProgram } from "./program.ts";
import { isFollowedByName } from "./projection.ts";
import type { Property, Refinement } from "./property.ts";
import type { Evidence } from "./result.ts";

type Refines = Extract<Property, { kind: "refines" }>;

/** Between two looks at the budget. */
const pairsInBatch = 1024;

/**
 * Judges "every sequence of labels of the model is one of the old model". Searches the pairs of a state of the model and
 * the set of states in which the old one can be after the same labels, breadth first.
 */
export function checkRefines(analysis: Analysis, property: Refines): Judgement {
  const { found, isWhole } = newRuns(analysis, property, 1);
  const [evidence] = found;
  if (evidence !== undefined) return { verdict: "violated", evidence };
  if (!isWhole) return { verdict: "unknown" };
  const observable = firstEdge(analysis, (_, command) => property.labels[command] !== null);
  return proven(analysis, observable === null ? "vacuous" : "holds");
}

/** What a model can do that the old one cannot. */
export interface NewRuns {
  /** For each label that the old model cannot produce at that point, a shortest run that ends with it. */
  readonly found: readonly Evidence[];
  /** Whether all was looked at, unless as many were found as were wanted. */
  readonly isWhole: boolean;
}

/** Finds the sequences of labels of the model that the old one does not have: at most so many, each with another last label. */
export function newRuns(analysis: Analysis, property: Refinement, most: number): NewRuns {
  const { numberOf, oldNumberOf, count } = numberLabels(property);
  const old = analyseOld(analysis, property);
  if (!old.exploration.complete && analysis.rules.truncatedIsUnknown) return { found: [], isWhole: false };
  if (isFollowedByName(analysis, old, { labelOf: numberOf, oldLabelOf: oldNumberOf }))
    return { found: [], isWhole: true };
  const { runs, isWhole } = searchPairs(analysis, old, { numberOf, oldNumberOf, count, most });
  const found = runs.map((run) => ({ ...edgesEvidence(analysis, run), marks: [run.length - 1] }));
  return { found, isWhole: isWhole && analysis.exploration.complete };
}

/**
 * Judges the labels of a refinement.
 *
 * @throws {@link UsageError} `bad_definition` when a model has not as many labels as commands.
 */
export function validateLabels(
  commands: number,
  { name, old, labels, oldLabels }: Refinement & { name: string },
): void {
  if (labels.length === commands && oldLabels.length === old.commands.length) return;
  throw new UsageError("bad_definition", {
    message: `Property "${name}" gives ${labels.length} and ${oldLabels.length} labels to ${commands} and ${old.commands.length} commands.`,
  });
}

interface NumberedLabels {
  /** By command: the number of its label, or -1. */
  readonly numberOf: Int32Array;
  /** The same for the old model. */
  readonly oldNumberOf: Int32Array;
  readonly count: number;
}

function numberLabels({ labels, oldLabels }: Refinement): NumberedLabels {
  const numbers = new Map<string, number>();
  const numberOf = (label: string | null): number => {
    if (label === null) return -1;
    const number = numbers.get(label) ?? numbers.size;
    numbers.set(label, number);
    return number;
  };
  return {
    numberOf: Int32Array.from(labels, numberOf),
    oldNumberOf: Int32Array.from(oldLabels, numberOf),
    count: numbers.size,
  };
}

function analyseOld(analysis: Analysis, { old }: Refinement): Analysis {
  const { meter, codegen } = analysis;
  const exploration = exploreProgram(prepareProgram(old), { recordEdges: true, codegen }, meter);
  return { ...analysis, exploration };
}

function searchPairs(
  analysis: Analysis,
  old: Analysis,
  { numberOf, oldNumberOf, count, most }: NumberedLabels & { readonly most: number },
): { readonly runs: readonly (readonly Edge[])[]; readonly isWhole: boolean } {
  const { meter } = analysis;
  const { starts, targets, commands } = edgesOf(analysis);
  const observers = createObservers(old, oldNumberOf, count);
  const pairs = createInterned();
  const parents = createIntList();
  const edges = createIntList();
  const runs: (readonly Edge[])[] = [];
  const told = new Set<number>();
  intern(pairs, Int32Array.of(0, 0));
  push(parents, -1);
  push(edges, -1);
  for (let at = 0; at < countInterned(pairs); at++) {
    if (at % pairsInBatch === 0) {
      const bytes = observers.bytes() + pairs.items.items.byteLength + pairs.table.byteLength;
      if (at > meter.mostStates || bytes > meter.mostBytes || meter.interrupted() !== null)
        return { runs, isWhole: false };
    }
    const state = pairs.items.items[2 * at] ?? 0;
    const set = pairs.items.items[2 * at + 1] ?? 0;
    for (let edge = starts[state] ?? 0; edge < (starts[state + 1] ?? 0); edge++) {
      const label = numberOf[commands[edge] ?? 0] ?? -1;
      const after = label === -1 ? set : observers.after(set, label);
      if (after === -1) {
        if (!told.has(label)) runs.push([...unwind(at), { state, edge }]);
        told.add(label);
        if (runs.length >= most) return { runs, isWhole: true };
        continue;
      }
      const before = countInterned(pairs);
      if (intern(pairs, Int32Array.of(targets[edge] ?? 0, after)) < before) continue;
      push(parents, at);
      push(edges, edge);
    }
  }
  return { runs, isWhole: true };

  function unwind(end: number): readonly Edge[] {
    const path: Edge[] = [];
    for (let at = end; at !== 0; at = parents.items[at] ?? 0) {
      path.push({ state: pairs.items.items[2 * (parents.items[at] ?? 0)] ?? 0, edge: edges.items[at] ?? 0 });
    }
    return path.reverse();
  }
}
