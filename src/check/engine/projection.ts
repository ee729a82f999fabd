import { type Analysis, edgesOf } from "./analysis.ts";
import { decodeState, type Exploration, type Values } from "./exploration.ts";
import { type Field, valueText } from "./model.ts";

/**
 * Whether an old model can follow every transition of a model in the state of the same name: each field has the value of
 * the same text, fields that only the old model has stay as they are in the beginning. Then the old model has every
 * sequence of labels, and no set of states needs to be followed; where it is not so, nothing is known.
 *
 * `labelOf` and `oldLabelOf` give -1 for internal commands, which the old model may also leave out.
 */
export function isFollowedByName(
  analysis: Analysis,
  old: Analysis,
  { labelOf, oldLabelOf }: { readonly labelOf: Int32Array; readonly oldLabelOf: Int32Array },
): boolean {
  const { exploration } = analysis;
  if (!exploration.complete || !old.exploration.complete) return false;
  const counterparts = counterpartsOf(exploration, old.exploration);
  if (counterparts === null || counterparts[0] !== 0) return false;
  const [edges, oldEdges] = [edgesOf(analysis), edgesOf(old)];
  for (let state = 0; state < exploration.states; state++) {
    const there = counterparts[state] ?? 0;
    for (let edge = edges.starts[state] ?? 0; edge < (edges.starts[state + 1] ?? 0); edge++) {
      const label = labelOf[edges.commands[edge] ?? 0];
      const target = counterparts[edges.targets[edge] ?? 0];
      if (label === -1 && target === there) continue;
      let isFollowed = false;
      for (let way = oldEdges.starts[there] ?? 0; way < (oldEdges.starts[there + 1] ?? 0) && !isFollowed; way++) {
        isFollowed = oldEdges.targets[way] === target && oldLabelOf[oldEdges.commands[way] ?? 0] === label;
      }
      if (!isFollowed) return false;
    }
  }
  return true;
}

/** By state of a model: the old state of the same name; `null` when one has none that the old model can reach. */
function counterpartsOf(exploration: Exploration, old: Exploration): Int32Array | null {
  const [fields, oldFields] = [exploration.program.model.fields, old.program.model.fields];
  const translations = oldFields.map((oldField) => translationOf(oldField, fields));
  const numbers = new Map<string, number>();
  for (let state = 0; state < old.states; state++) numbers.set(decodeState(old, state).join(), state);
  const counterparts = new Int32Array(exploration.states);
  for (let state = 0; state < exploration.states; state++) {
    const values = decodeState(exploration, state);
    const number = numbers.get(translations.map((translate) => translate(values)).join());
    if (number === undefined) return null;
    counterparts[state] = number;
  }
  return counterparts;
}

/** Reads the value of an old field off the values of a model's fields; -1 for a value that the old field does not have. */
function translationOf(oldField: Field, fields: readonly Field[]): (values: Values) => number {
  const place = fields.findIndex(({ name }) => name === oldField.name);
  const field = fields[place];
  if (field === undefined) return () => oldField.initial;
  const table = Array.from({ length: field.size }, (_, value) => {
    const text = valueText(field, value);
    return oldField.values === undefined ? (value < oldField.size ? value : -1) : oldField.values.indexOf(text);
  });
  return (values) => table[values[place] ?? 0] ?? -1;
}
