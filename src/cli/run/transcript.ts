import { stripVTControlCharacters } from "node:util";
import { agentsOf, type Graph } from "../../graph/graph.ts";
import type { Message } from "../../machine/message.ts";
import type { Update } from "../../runtime/update.ts";
import type { Screen, Style } from "../screen.ts";
import { type FactLine, factLines } from "./fact-line.ts";
import { inOneLine, isTelling, printable } from "./printable.ts";
import { createWordFlow, flowText, textWidth } from "./word-flow.ts";

/** Writes a conversation to the screen while it happens. */
export interface Transcript {
  show(update: Update): void;
  /** Writes a line that nobody in the conversation said. */
  note(text: string, style?: Style): void;
  /** Writes a message that was said before, if it has a text. */
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

  function tell({ text, value }: FactLine): void {
    const room = Math.max(20, screen.width - stripVTControlCharacters(text).length - 4);
    screen.line(`  ${text}${isTelling(value) ? `  ${screen.paint("dim", inOneLine(value, room))}` : ""}`);
  }

  return {
    nameOf,
    note(text, style = "dim") {
      endLine();
      screen.line(`  ${screen.paint(style, flowText(printable(text), { width, indent: "  " }))}`);
    },
    recall(message) {
      if (message.role === "tool" || message.text === "") return;
      const speaker = message.role === "user" ? "you" : message.agent;
      const text = flowText(printable(message.text), { width, indent: "  ", column: speaker.length + 3 });
      screen.line(`${message.role === "user" ? screen.paint("bold", "you") : nameOf(speaker)} › ${text}`);
    },
    show(update) {
      switch (update.type) {
        case "turn.started":
          streamed = false;
          break;
        case "text.delta":
          streamed = true;
          speak(update.agent, update.text);
          break;
        case "turn.ended":
          if (!streamed && update.text !== "") speak(update.agent, update.text);
          endLine();
          break;
        default: {
          const lines = factLines(update, { graph, paint: screen.paint, nameOf, streamed });
          if (lines.length > 0 || update.type === "run.ended") endLine();
          lines.forEach(tell);
        }
      }
    },
  };
}
