import type { GuardEvaluation } from "../../graph/evaluate-guard.ts";
import { guardLabel } from "../../graph/guard-label.ts";
import { isRecord, type JsonValue, lookup } from "../../json.ts";
import type { HandoffMade, HandoffRefused, TextDiscarded, ToolSettled, Update } from "../../runtime/update.ts";
import { countLabel } from "../count-label.ts";
import { endingLines, limitLine } from "./ending-lines.ts";
import type { FactLine, FactWriter } from "./fact-writer.ts";
import { guardrailLines } from "./guardrail-line.ts";
import { printable } from "./printable.ts";

/** Writes what happened besides talk: tools, handoffs, refusals, guardrails, summaries, limits, failures, ends. */
export function factLines(update: Update, writer: FactWriter): readonly FactLine[] {
  const { paint } = writer;
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
    case "approval.settled":
      return update.expired === true ? [{ text: paint("yellow", "■ Nobody decided in time.") }] : [];
    case "guardrail.tripped":
    case "guardrail.rewrote":
      return guardrailLines(update, writer);
    case "conversation.summarized":
      return [
        {
          text: paint(
            "dim",
            `… ${countLabel(update.covers, "message")} were shown in short to ${printable(update.for)}`,
          ),
        },
      ];
    case "updates.dropped":
      return [
        { text: paint("dim", `… ${countLabel(update.count, "update")} were not shown: the journal has all of it`) },
      ];
    case "limit.reached":
      return [limitLine(update, writer)];
    case "run.ended":
      return endingLines(update, writer);
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
  const why = guard ? guardLabel(guard.node) : takeovers[by];
  const reason = why === "" ? "" : ` ${paint("dim", "·")} ${paint("green", why)}`;
  return { text: `${paint("green", "⇒")} ${nameOf(from)} → ${nameOf(to)}${reason}`, value: input };
}

/** How a conversation goes to another agent without a handoff. */
const takeovers: Readonly<Record<HandoffMade["by"], string>> = {
  handoff: "",
  return: "return",
  route: "route",
  afterReply: "after the answer",
  limit: "limit",
  guardrail: "guardrail",
};

/** What a guardrail stops has a line of its own, which says why. */
function discardedLines({ error, delay }: TextDiscarded, { paint, streamed }: FactWriter): readonly FactLine[] {
  const sentences = [
    ...(streamed ? ["What was said of this answer is void."] : []),
    ...(delay === null ? [] : [`Asking again in ${(delay / 1000).toFixed(1)} s.`]),
  ];
  if (error.code === "guardrail") return sentences.map((text) => ({ text: paint("dim", text) }));
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

/** What the model was told, without the code around it. */
function reasonOf(output: JsonValue): JsonValue {
  return isRecord(output) && typeof output.message === "string" ? output.message : output;
}

/** The values that a guard read: they are what stands in the way. */
function readings(guard: GuardEvaluation | undefined): string {
  const reads = Object.entries(guard?.reads ?? {}).map(([name, value]) => `${name} is ${JSON.stringify(value)}`);
  return reads.length === 0 ? "" : ` (${reads.join(", ")})`;
}
