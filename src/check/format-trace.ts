import type { ReportColor } from "./head-lines.ts";
import type { Trace, TraceCall, TraceStep } from "./trace.ts";
import { widestLine, wrapText } from "./wrap-text.ts";

/**
 * Writes a conversation, from the step of this index on: who, what, and behind it what there is to say about it. What
 * does not fit into the line stands below it, further in.
 */
export function traceLines({ steps, loopStart }: Trace, color: ReportColor, first = 0): readonly string[] {
  const columns: Columns = {
    digits: String(steps.length).length,
    actors: widest(
      steps.map(({ actor }) => actor),
      widestActor,
    ),
    whats: widest(
      steps.map(({ what }) => what),
      widestWhat,
    ),
    color,
  };
  return steps
    .map((step, index) => [
      ...(loopStart === index ? [color("faint", "     and this repeats for ever:")] : []),
      ...stepLines(step, index + 1, columns),
    ])
    .slice(first)
    .flat();
}

interface Columns {
  readonly digits: number;
  readonly actors: number;
  readonly whats: number;
  readonly color: ReportColor;
}

const widestActor = 36;
const widestWhat = 48;

function widest(texts: readonly string[], most: number): number {
  return Math.max(0, ...texts.map(({ length }) => length).filter((length) => length <= most));
}

function stepLines(step: TraceStep, number: number, columns: Columns): readonly string[] {
  const { actor, isMarked } = step;
  const { digits, actors } = columns;
  const begin = `  ${isMarked ? "›" : " "} ${String(number).padStart(digits)}  `;
  if (actor.length <= actors) return whatLines(step, `${begin}${actor.padEnd(actors)}  `, columns);
  const [first = "", ...rest] = wrapText(actor, widestLine - begin.length);
  const below = blanks(begin.length);
  return [begin + first, ...rest.map((line) => below + line), ...whatLines(step, `${below}  `, columns)];
}

/** What happens, behind the start of the first line, and the remarks: beside it where each has room there, else below. */
function whatLines(step: TraceStep, start: string, { whats, color }: Columns): readonly string[] {
  const { what } = step;
  const remarks = remarksOn(step);
  const indent = start.length;
  const column = indent + Math.max(whats, what.length) + 2;
  const [first = "", ...more] = wrapText(what, widestLine - indent);
  if (more.length === 0 && remarks.every(({ length }) => column + length <= widestLine)) {
    const [beside = "", ...below] = joined(remarks, widestLine - column).map((line) => color("faint", line));
    return [
      start + (beside === "" ? what : `${what.padEnd(whats)}  ${beside}`),
      ...below.map((line) => blanks(column) + line),
    ];
  }
  return [
    start + first,
    ...more.map((line) => blanks(indent) + line),
    ...wrapText(remarks.join(separator), widestLine - indent - 2).map(
      (line) => blanks(indent + 2) + color("faint", line),
    ),
  ];
}

const separator = " · ";

/** As many remarks in a line as it has room for. */
function joined(remarks: readonly string[], room: number): readonly string[] {
  const lines: string[] = [];
  for (const remark of remarks) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + separator.length + remark.length <= room) {
      lines[lines.length - 1] = last + separator + remark;
    } else lines.push(remark);
  }
  return lines;
}

function remarksOn({ from, agent, event, asked, notes }: TraceStep): readonly string[] {
  const hasTurn = agent !== null && agent !== from && event !== "nothing";
  return [...(hasTurn ? [`turn: ${agent}`] : []), ...waiting(asked), ...notes];
}

function waiting(asked: readonly TraceCall[]): readonly string[] {
  const texts = asked.map(({ kind, name }) => (kind === "tool" ? name : `the handoff to ${name}`));
  return [...new Set(texts)].map((text) => {
    const count = texts.filter((other) => other === text).length;
    return count === 1 ? `${text} waits for a person` : `${count} calls of ${text} wait for a person`;
  });
}

function blanks(count: number): string {
  return " ".repeat(count);
}
