import type { GuardEvaluation } from "../../graph/evaluate-guard.ts";
import type { Graph } from "../../graph/graph.ts";
import { guardLabel } from "../../graph/guard-label.ts";
import { isRecord, type JsonValue, lookup } from "../../json.ts";
import type {
  HandoffMade,
  HandoffRefused,
  RunEnded,
  TextDiscarded,
  ToolSettled,
  Update,
} from "../../runtime/update.ts";
import type { Style } from "../screen.ts";
import { printable } from "./printable.ts";

/** A line of a transcript beside what agents say: styled text, and a value that is cut to the room that is left. */
export interface FactLine {
  readonly text: string;
  readonly value?: JsonValue;
}

/** What fact lines are written with. */
export interface FactWriter {
  readonly graph: Graph;
  readonly paint: (style: Style, text: string) => string;
  /** An agent's name in its colour. */
  readonly nameOf: (agent: string) => string;
  /** Whether something of the answer under way has been shown. */
  readonly streamed: boolean;
}

/** Writes what happened besides talk: tools, handoffs, refusals, limits, failures, ends. */
export function factLines(update: Update, writer: FactWriter): readonly FactLine[] {
  const { graph, paint } = writer;
  switch (update.type) {
    case "tool.started":
      return [{ text: `${paint("yellow", "⚙")} ${printable(update.tool)}`, value: update.input }];
    case "tool.settled":
      return [settledLine(update, writer)];
    case "handoff.made":
      return [madeLine(update, writer)];
    case "handoff.refused":
      return refusedLines(update, writer);
    case "message.staged":
      return [{ text: paint("dim", "It is kept, and delivered when what is under way is done.") }];
    case "text.discarded":
      return discardedLines(update, writer);
    case "limit.reached": {
      const limit = limitNames[update.limit] ?? update.limit;
      return [{ text: paint("yellow", `■ No more ${limit} in this exchange: ${afterLimit(graph)}`) }];
    }
    case "run.ended":
      return endLines(update, writer);
    default:
      return [];
  }
}

function settledLine({ tool, status, output }: ToolSettled, { paint }: FactWriter): FactLine {
  if (status === "returned") return { text: `${paint("green", "✓")} ${paint("dim", printable(tool))}`, value: output };
  return {
    text: `${paint("red", "✗")} ${printable(tool)} ${paint("dim", "·")} ${paint("red", status)}`,
    value: reasonOf(output),
  };
}

function madeLine({ by, from, to, input }: HandoffMade, { graph, paint, nameOf }: FactWriter): FactLine {
  const guard = by === "handoff" ? lookup(lookup(graph.agents, from)?.handoffs ?? {}, to)?.guard : undefined;
  const why = guard ? guardLabel(guard.node) : by === "handoff" ? "" : by;
  const reason = why === "" ? "" : ` ${paint("dim", "·")} ${paint("green", why)}`;
  return { text: `${paint("green", "⇒")} ${nameOf(from)} → ${nameOf(to)}${reason}`, value: input };
}

function discardedLines({ error, delay }: TextDiscarded, { paint, streamed }: FactWriter): readonly FactLine[] {
  const sentences = [
    ...(streamed ? ["What was said of this answer is void."] : []),
    ...(delay === null ? [] : [`Asking again in ${(delay / 1000).toFixed(1)} s.`]),
  ];
  return [
    { text: paint("red", `✗ ${error.code}: ${printable(error.message)}`) },
    ...(sentences.length === 0 ? [] : [{ text: paint("dim", sentences.join(" ")) }]),
  ];
}

/** The reason is never cut: it is what a person needs to see. */
function refusedLines(
  { from, to, status, reason, guard }: HandoffRefused,
  { paint, nameOf }: FactWriter,
): readonly FactLine[] {
  const told = reasonOf(reason);
  const why = `${typeof told === "string" ? told : JSON.stringify(told)}${readings(guard)}`;
  return [
    { text: `${paint("red", "✗")} ${nameOf(from)} → ${nameOf(to)} ${paint("dim", "·")} ${paint("red", status)}` },
    { text: paint("dim", `  ${printable(why)}`) },
  ];
}

function endLines({ status, halt, outcome }: RunEnded, { paint }: FactWriter): readonly FactLine[] {
  const failure =
    halt?.kind === "modelFailed" ? [`✗ The model failed (${halt.error.code}): ${printable(halt.error.message)}`] : [];
  switch (status) {
    case "failed":
      return [
        ...failure.map((text) => ({ text: paint("red", text) })),
        { text: paint("dim", "Nothing is lost: /resume tries again, and so does another message.") },
      ];
    case "completed":
      return [{ text: paint("dim", `The conversation is over: ${outcome ?? "completed"}.`) }];
    case "cancelled":
      return [{ text: paint("dim", "The session is cancelled.") }];
    default:
      return [];
  }
}

const limitNames: Readonly<Record<string, string>> = {
  modelCalls: "model calls",
  handoffs: "handoffs",
  refusals: "refusals",
};

function afterLimit({ onLimit }: Graph): string {
  switch (onLimit.kind) {
    case "askUser":
      return "say something to go on.";
    case "fail":
      return "/resume goes on with a new budget.";
    case "handoff":
      return `${onLimit.to} takes over, once.`;
  }
}

/** What the model was told, without the code around it. */
function reasonOf(output: JsonValue): JsonValue {
  return isRecord(output) && typeof output.message === "string" ? output.message : output;
}

/** The values that a guard read: they are what stands in the way. */
function readings(guard: GuardEvaluation | undefined): string {
  const reads = Object.entries(guard?.reads ?? {}).map(([name, value]) => `${name} is ${JSON.stringify(value)}`);
  return reads.length === 0 ? "" : ` (${reads.join(", ")})`;
}
