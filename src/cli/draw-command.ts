import type { DrawingStyle } from "../draw/columns.ts";
import type { TextOptions } from "../draw/draw-text.ts";
import type { Command } from "./command.ts";
import { drawAs } from "./draw/draw-as.ts";
import { drawWish } from "./draw/draw-wish.ts";
import { foldingFrom } from "./draw/folding.ts";
import { overlayFor } from "./draw/overlay-for.ts";
import { exitCodes } from "./exit-code.ts";
import { loadGraph, loadGraphModule } from "./load-graph.ts";
import type { Screen, Style } from "./screen.ts";
import { writeTextFile } from "./write-text-file.ts";

/** `handoff draw FILE` */
export const drawCommand: Command = {
  name: "draw",
  operands: "FILE",
  about: [
    "Draws a graph: its agents, the ways between them, and what stands in their way. FILE is a TypeScript or JavaScript module; FILE#name picks one of several graphs in it.",
    "With --journal, it shows what recorded sessions took, and what none did; with --session, the way of one of them; with --trace, a conversation that `handoff check` has found; with --against, what differs from an older graph.",
    "A graph with errors is drawn too; only level states and studio need one that can be compiled.",
  ],
  options: {
    format: {
      value: "FORMAT",
      about:
        "text (unless given), mermaid, svg (needs the package elkjs), dot, json, or studio: a source file with createMachine for Stately Studio",
    },
    level: { value: "LEVEL", about: "agents (unless given), or states: every state of the machine" },
    theme: { value: "THEME", about: "of svg: auto (unless given), light or dark" },
    fold: { value: "AGENT", about: "do not show what is in this agent", multiple: true },
    unfold: { value: "AGENT", about: "show what is in this agent, and in no other", multiple: true },
    journal: { value: "PATH", about: "show what these sessions took: NDJSON", multiple: true },
    session: { value: "NAME", about: "show the way of this session of the journal" },
    trace: { value: "ID", about: "show a conversation that `handoff check` has found; its id stands below it" },
    calls: { value: "N", about: "with --trace: the same that was given to `handoff check`" },
    against: {
      value: "FILE",
      about: "compare with the graph of another module: what is new, gone, or guarded otherwise",
    },
    output: { value: "PATH", about: "write to a file instead of stdout" },
  },
  examples: [
    "draw machines/support-desk.ts",
    "draw machines/support-desk.ts --format svg --output desk.svg",
    "draw machines/support-desk.ts --format mermaid --level states",
    "draw machines/support-desk.ts --format svg --journal desk.ndjson --output coverage.svg",
    "draw machines/support-desk.ts --format svg --against old/support-desk.ts --output change.svg",
  ],
  async run({ operands: [file = ""], textOf, textsOf }, screen) {
    const wish = drawWish({ textOf, textsOf });
    const module = await loadGraphModule(file);
    const output = textOf("output");
    const drawing = await drawAs(wish, {
      graph: module.graph,
      old: wish.against === undefined ? null : await loadGraph(wish.against),
      overlay: await overlayFor(module, { ...wish, screen }),
      folding: foldingFrom(module.graph, wish),
      text: output === undefined ? textOptions(screen) : {},
    });
    if (output === undefined) screen.write(drawing);
    else {
      writeTextFile(output, drawing);
      screen.complain(`${output} written.`);
    }
    return exitCodes.fine;
  },
};

function textOptions(screen: Screen): TextOptions {
  return { color: (style, text) => screen.paint(styles[style], text) };
}

const styles: Readonly<Record<DrawingStyle, Style>> = {
  title: "bold",
  agent: ["bold", "cyan"],
  human: ["bold", "yellow"],
  unknown: "red",
  guard: "green",
  tool: "magenta",
  faint: "dim",
};
