import { isDeepStrictEqual, stripVTControlCharacters } from "node:util";
import { agentsOf, type Graph } from "../../graph/graph.ts";
import type { Message } from "../../graph/message.ts";
import { type JsonValue, lookup } from "../../json.ts";
import type { RunEnded, TurnEnded, Update } from "../../runtime/update.ts";
import type { Screen, Style } from "../screen.ts";
import { factLines } from "./fact-line.ts";
import type { FactLine } from "./fact-writer.ts";
import { prettyValue } from "./pretty-value.ts";
import { inOneLine, isTelling, printable } from "./printable.ts";
import { spokenLine } from "./spoken-line.ts";
import { createWordFlow, flowText, textWidth } from "./word-flow.ts";

/** Writes a conversation to the screen while it happens. */
export interface Transcript {
  show(update: Update): void;
  /** Writes a line that nobody in the conversation said. */
  note(text: string, style?: Style): void;
  /** Writes a message that was said before, if there is something in it to read. */
  recall(message: Message): void;
  /** An agent's name in its colour. */
  nameOf(agent: string): string;
}

type ColorName = Extract<Style, string>;

const palette: readonly ColorName[] = ["cyan", "magenta", "yellow", "green", "blue", "cyanBright", "magentaBright"];

/** Makes the transcript of a conversation within this graph: each agent has a colour of its own. */
export function createTranscript(graph: Graph, screen: Screen): Transcript {
  const colors = new Map(agentsOf(graph).map(({ name }, index) => [name, palette[index % palette.length] ?? "cyan"]));
  /** The agent whose text stands on a line that is not ended. */
  let speaking: string | null = null;
  /** Whether text of this turn has come in pieces. */
  let streamed = false;
  /** The last answer in the form that an agent's `output` asks for: as the session's result it is not shown again. */
  let shown: JsonValue | undefined;

  const width = textWidth(screen);
  const words = createWordFlow(width);

  const nameOf = (agent: string): string => {
    const color = colors.get(agent);
    return screen.paint(color === undefined ? "bold" : ["bold", color], printable(agent));
  };

  function speak(agent: string, text: string): void {
    if (speaking !== agent) {
      endLine();
      screen.write(`${nameOf(agent)} › `);
      words.begin(agent.length + 3);
      speaking = agent;
    }
    screen.write(words.flow(printable(text)));
  }

  function endLine(): void {
    if (speaking !== null) screen.line();
    speaking = null;
  }

  /** A value is cut to the room that is left; what stands alone is whole, over lines. */
  function tell({ text, value }: FactLine): void {
    const plain = stripVTControlCharacters(text);
    if (isTelling(value)) {
      const room = Math.max(20, screen.width - plain.length - 4);
      screen.line(`  ${text}  ${screen.paint("dim", inOneLine(value, room))}`);
      return;
    }
    const indent = " ".repeat(2 + plain.length - plain.trimStart().length);
    screen.line(`  ${flowText(text, { width, indent, column: 2 })}`);
  }

  /** An answer in a form is shown when it is whole, not as it comes. */
  function isFormed(agent: string): boolean {
    return (lookup(graph.agents, agent)?.output ?? null) !== null;
  }

  function tellFormed(agent: string, output: JsonValue): void {
    endLine();
    screen.line(`${nameOf(agent)} ›\n${prettyValue(output, "  ")}`);
    shown = output;
  }

  function endTurn({ agent, text, calls, output }: TurnEnded): void {
    if (output !== undefined) tellFormed(agent, output);
    else if (isFormed(agent) && calls === 0 && text !== "") {
      tell({ text: screen.paint("dim", "… an answer of the wrong form"), value: text });
    } else if (!streamed && text !== "") speak(agent, text);
    endLine();
  }

  function endRun({ status, result }: RunEnded): void {
    if (status !== "completed" || !isTelling(result) || isDeepStrictEqual(result, shown)) return;
    screen.line(`  ${screen.paint("dim", "Its result:")}\n${prettyValue(result, "  ")}`);
  }

  return {
    nameOf,
    note(text, style = "dim") {
      endLine();
      screen.line(`  ${screen.paint(style, flowText(printable(text), { width, indent: "  " }))}`);
    },
    recall(message) {
      if (message.role === "assistant" && message.output !== undefined) {
        tellFormed(message.agent, message.output);
        return;
      }
      const line = spokenLine(message);
      if (line === null) return;
      const { speaker, isAgent } = line;
      const text = flowText(printable(line.text), { width, indent: "  ", column: speaker.length + 3 });
      screen.line(`${isAgent ? nameOf(speaker) : screen.paint("bold", printable(speaker))} › ${text}`);
    },
    show(update) {
      switch (update.type) {
        case "turn.started":
          streamed = false;
          break;
        case "text.delta":
          if (isFormed(update.agent)) break;
          streamed = true;
          speak(update.agent, update.text);
          break;
        case "turn.ended":
          endTurn(update);
          break;
        case "user.asked":
          speak(update.agent, update.question);
          endLine();
          break;
        case "reply.fixed":
          speak(update.agent, update.text);
          endLine();
          break;
        default: {
          const lines = factLines(update, { graph, paint: screen.paint, nameOf, streamed });
          if (lines.length > 0 || update.type === "run.ended") endLine();
          lines.forEach(tell);
          if (update.type === "run.ended") endRun(update);
        }
      }
    },
  };
}
